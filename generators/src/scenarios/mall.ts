import type { ScenarioFile } from "./scenario-file.js";

/** A shopping centre: a weekly rhythm, lots that fill up on Saturday, staff that comes every day. */
export const mall: ScenarioFile = {
  name: "mall",
  starts: "sat 09:00",
  lots: [
    {
      id: "mall-north",
      capacity: 300,
      share: 5,
      entries: ["north-in-1", "north-in-2"],
      exits: ["north-out-1", "north-out-2"],
    },
    { id: "mall-south", capacity: 220, share: 3, entries: ["south-in"], exits: ["south-out"] },
    { id: "mall-roof", capacity: 120, share: 1, entries: ["roof-in"], exits: ["roof-out"] },
  ],
  arrivals: {
    per_hour: 420,
    by_hour: [
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0.35, 0.6, 0.8, 0.9, 0.95, 1, 1, 0.95, 0.8, 0.55, 0.3, 0.1, 0, 0,
      0,
    ],
    by_day: { mon: 0.55, tue: 0.5, wed: 0.55, thu: 0.6, fri: 0.8, sat: 1, sun: 0.7 },
  },
  dwell: { median_minutes: 75, sigma: 0.6, shortest_minutes: 3, longest_minutes: 600 },
  regulars: {
    count: 90,
    arrive: "09:20",
    spread_minutes: 12,
    days: ["mon", "tue", "wed", "thu", "fri", "sat"],
    absence: 0.1,
    dwell: { median_minutes: 500, sigma: 0.1, shortest_minutes: 240, longest_minutes: 660 },
  },
  closes: "21:00",
  longest_stay_hours: 12,
};
