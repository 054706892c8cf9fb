import { z } from "zod";
import type { Scenario } from "./scenario.js";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

const day = z.enum(DAYS);
const minutes = z.number().positive().max(100_000);
const perHour = z.number().min(0).max(36_000_000);
const factor = z.number().min(0).max(1_000);
const name = z.string().regex(/^[\w.-]{1,64}$/, { error: "must be letters, digits, . _ or -" });
const names = z.tuple([name], name);
const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time like "21:30"' });
const timeOfWeek = z.string().regex(/^(sun|mon|tue|wed|thu|fri|sat) ([01]\d|2[0-3]):[0-5]\d$/, {
  error: 'must be a day and a time like "sat 09:00"',
});

const dwell = z.strictObject({
  median_minutes: minutes,
  sigma: z.number().min(0).max(3),
  shortest_minutes: minutes,
  longest_minutes: minutes,
});

const arrivals = z.union(
  [
    z.strictObject({
      per_hour: perHour,
      by_hour: z.array(factor).length(24, { error: "must be 24 numbers" }),
      by_day: z.partialRecord(day, factor).default({}),
    }),
    z.strictObject({
      steps: z.array(z.strictObject({ minutes, per_hour: perHour })).min(1),
    }),
  ],
  { error: "must be per_hour with by_hour, or steps" },
);

/** A scenario as it is written down. All times are UTC. */
export const scenarioFile = z.strictObject({
  name,
  starts: timeOfWeek,
  lots: z.tuple(
    [
      z.strictObject({
        id: name,
        capacity: z.int().min(1),
        share: factor,
        entries: names,
        exits: names,
      }),
    ],
    z.strictObject({
      id: name,
      capacity: z.int().min(1),
      share: factor,
      entries: names,
      exits: names,
    }),
  ),
  arrivals,
  dwell,
  regulars: z
    .strictObject({
      count: z.int().min(1).max(1_000_000),
      arrive: timeOfDay,
      spread_minutes: minutes,
      days: z.array(day).min(1),
      absence: z.number().min(0).max(1),
      dwell,
    })
    .optional(),
  leaving: z.strictObject({ at: timeOfDay, within_minutes: minutes }).optional(),
  closes: timeOfDay.optional(),
  longest_stay_hours: z
    .number()
    .positive()
    .max(24 * 366)
    .optional(),
});

export type ScenarioFile = z.input<typeof scenarioFile>;

export function scenarioOfFile(file: z.output<typeof scenarioFile>): Scenario {
  const { regulars, leaving, closes, longest_stay_hours: longest } = file;
  return {
    name: file.name,
    startsAtMs: weekMs(file.starts),
    lots: file.lots,
    arrivals: arrivalsOf(file.arrivals),
    dwell: dwellOf(file.dwell),
    regulars: regulars && {
      count: regulars.count,
      arriveAtMs: dayMs(regulars.arrive),
      spreadMs: regulars.spread_minutes * MINUTE_MS,
      days: regulars.days.map((one) => DAYS.indexOf(one)),
      absence: regulars.absence,
      dwell: dwellOf(regulars.dwell),
    },
    leaving: leaving && { atMs: dayMs(leaving.at), withinMs: leaving.within_minutes * MINUTE_MS },
    closesAtMs: closes === undefined ? undefined : dayMs(closes),
    longestStayMs: longest === undefined ? undefined : longest * HOUR_MS,
  };
}

function arrivalsOf(file: z.output<typeof arrivals>): Scenario["arrivals"] {
  if ("steps" in file) {
    const steps = file.steps.map((step) => ({
      lastsMs: step.minutes * MINUTE_MS,
      perHour: step.per_hour,
    }));
    return { kind: "steps", steps };
  }
  const byDay = DAYS.map((one) => file.by_day[one] ?? 1);
  return { kind: "week", perHour: file.per_hour, byHour: file.by_hour, byDay };
}

const dwellOf = (file: z.output<typeof dwell>): Scenario["dwell"] => ({
  medianMs: file.median_minutes * MINUTE_MS,
  sigma: file.sigma,
  shortestMs: file.shortest_minutes * MINUTE_MS,
  longestMs: file.longest_minutes * MINUTE_MS,
});

/** "21:30" in ms since midnight. */
function dayMs(text: string): number {
  const [hours = 0, minutesPast = 0] = text.split(":").map(Number);
  return hours * HOUR_MS + minutesPast * MINUTE_MS;
}

/** "sat 09:00" in ms since Sunday 0:00. */
function weekMs(text: string): number {
  const [dayName = "", time = ""] = text.split(" ");
  return DAYS.findIndex((one) => one === dayName) * DAY_MS + dayMs(time);
}
