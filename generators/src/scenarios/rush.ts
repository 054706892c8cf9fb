import type { ScenarioFile } from "./scenario-file.js";

/** Steps and a spike for back-pressure, meant for --time-scale 1: 20, 100, 300 and 1,000 cars a second. */
export const rush: ScenarioFile = {
  name: "rush",
  starts: "mon 08:00",
  lots: [
    {
      id: "rush",
      capacity: 1_000_000,
      share: 1,
      entries: ["in-1", "in-2", "in-3", "in-4"],
      exits: ["out-1", "out-2", "out-3", "out-4"],
    },
  ],
  arrivals: {
    steps: [
      { minutes: 1, per_hour: 72_000 },
      { minutes: 1, per_hour: 360_000 },
      { minutes: 1, per_hour: 1_080_000 },
      { minutes: 0.2, per_hour: 3_600_000 },
      { minutes: 1, per_hour: 72_000 },
    ],
  },
  dwell: { median_minutes: 0.5, sigma: 0.5, shortest_minutes: 0.1, longest_minutes: 5 },
};
