import type { ScenarioFile } from "./scenario-file.js";

/** A stadium: two hours of arrivals, and after the match everybody leaves within 20 minutes. */
export const event: ScenarioFile = {
  name: "event",
  starts: "sat 17:00",
  lots: [
    {
      id: "stadium-east",
      capacity: 2_500,
      share: 1,
      entries: ["east-in-1", "east-in-2", "east-in-3"],
      exits: ["east-out-1", "east-out-2", "east-out-3"],
    },
    {
      id: "stadium-west",
      capacity: 1_500,
      share: 1,
      entries: ["west-in-1", "west-in-2"],
      exits: ["west-out-1", "west-out-2"],
    },
  ],
  arrivals: {
    per_hour: 1_800,
    by_hour: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.5, 1, 0.2, 0, 0, 0, 0],
    by_day: { sun: 0, mon: 0, tue: 0, wed: 0.7, thu: 0, fri: 0, sat: 1 },
  },
  dwell: { median_minutes: 180, sigma: 0.1, shortest_minutes: 10, longest_minutes: 360 },
  leaving: { at: "21:20", within_minutes: 20 },
  longest_stay_hours: 12,
};
