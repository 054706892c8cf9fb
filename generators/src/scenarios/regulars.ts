import { Chance } from "../traffic/chance.js";
import { dayOfWeek } from "./arrival-rate.js";
import type { Regulars } from "./scenario.js";

const DAY_MS = 86_400_000;

interface RegularArrival {
  readonly atMs: number;
  /** Which of the regulars, from 0. */
  readonly regular: number;
}

/** Arrivals of the regulars in the order of time, without end. */
export function* regularArrivals(
  regulars: Regulars,
  startMs: number,
  seed: number,
): Generator<RegularArrival, never> {
  const firstDayMs = Math.floor(startMs / DAY_MS) * DAY_MS;
  for (let day = 0; ; day += 1) {
    const dayMs = firstDayMs + day * DAY_MS;
    const isTheirs = regulars.days.includes(dayOfWeek(dayMs));
    const today = isTheirs ? arrivalsOf(regulars, seed, day, dayMs) : [];
    for (const arrival of today) if (arrival.atMs >= startMs) yield arrival;
  }
}

/** @param day - of the run, from 0, so that a seed gives the same arrivals in any week */
function arrivalsOf(
  regulars: Regulars,
  seed: number,
  day: number,
  dayMs: number,
): readonly RegularArrival[] {
  const arrivals: RegularArrival[] = [];
  for (let regular = 0; regular < regulars.count; regular += 1) {
    const today = new Chance(seed, "regular", regular, day);
    if (today.happens(regulars.absence)) continue;
    const habitMs = new Chance(seed, "habit", regular).normal() * regulars.spreadMs;
    const todayMs = (today.normal() * regulars.spreadMs) / 4;
    const sinceMidnightMs = regulars.arriveAtMs + habitMs + todayMs;
    // Within the day, so that arrivals of one day come before those of the next.
    const bounded = Math.min(Math.max(sinceMidnightMs, 0), DAY_MS - 1);
    arrivals.push({ atMs: dayMs + Math.floor(bounded), regular });
  }
  return arrivals.toSorted((a, b) => a.atMs - b.atMs);
}
