import type { Arrivals } from "./scenario.js";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A rate in cars per ms, and how long it lasts. */
interface Piece {
  readonly perMs: number;
  readonly lastsMs: number;
}

/** @param sinceMs - time since the start of the run */
export function rateAt(arrivals: Arrivals, startMs: number, sinceMs: number): Piece {
  if (arrivals.kind === "steps") return stepAt(arrivals.steps, sinceMs);
  const atMs = startMs + sinceMs;
  const hour = Math.floor((atMs % DAY_MS) / HOUR_MS);
  const factor = (arrivals.byHour[hour] ?? 0) * (arrivals.byDay[dayOfWeek(atMs)] ?? 0);
  const lastsMs = HOUR_MS - (((startMs % HOUR_MS) + sinceMs) % HOUR_MS);
  return { perMs: (arrivals.perHour * factor) / HOUR_MS, lastsMs };
}

/** 0 is Sunday, UTC. */
export const dayOfWeek = (atMs: number): number => (Math.floor(atMs / DAY_MS) + 4) % 7;

function stepAt(steps: Extract<Arrivals, { kind: "steps" }>["steps"], sinceMs: number): Piece {
  const roundMs = steps.reduce((sum, { lastsMs }) => sum + lastsMs, 0);
  let leftMs = sinceMs % roundMs;
  for (const { lastsMs, perHour } of steps) {
    if (leftMs < lastsMs) return { perMs: perHour / HOUR_MS, lastsMs: lastsMs - leftMs };
    leftMs -= lastsMs;
  }
  throw new Error("a step lasts no time"); // the format of scenario files does not allow it
}
