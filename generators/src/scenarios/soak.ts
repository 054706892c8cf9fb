import type { ScenarioFile } from "./scenario-file.js";

/** The same rate day and night, with cars that return: for runs of many hours. */
export const soak: ScenarioFile = {
  name: "soak",
  starts: "mon 00:00",
  lots: [
    {
      id: "soak-a",
      capacity: 60_000,
      share: 2,
      entries: ["a-in-1", "a-in-2"],
      exits: ["a-out-1", "a-out-2"],
    },
    { id: "soak-b", capacity: 30_000, share: 1, entries: ["b-in"], exits: ["b-out"] },
  ],
  arrivals: { steps: [{ minutes: 60, per_hour: 36_000 }] },
  dwell: { median_minutes: 45, sigma: 0.8, shortest_minutes: 1, longest_minutes: 1_440 },
  regulars: {
    count: 2_000,
    arrive: "08:00",
    spread_minutes: 60,
    days: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
    absence: 0.05,
    dwell: { median_minutes: 480, sigma: 0.15, shortest_minutes: 60, longest_minutes: 660 },
  },
  longest_stay_hours: 24,
};
