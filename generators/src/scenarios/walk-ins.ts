import type { Chance } from "../traffic/chance.js";
import { rateAt } from "./arrival-rate.js";
import type { Scenario } from "./scenario.js";

/** Shorter pieces could be lost in rounding, and the loop would not end. */
const LEAST_PIECE_MS = 0.001;

/** Arrivals as a Poisson process whose rate changes through the week, in the order of time, without end. */
export function* walkIns(
  { arrivals }: Scenario,
  startMs: number,
  chance: Chance,
): Generator<number, never> {
  // Since the start, so that the same draws give the same times in any week.
  let sinceMs = 0;
  for (;;) {
    const { perMs, lastsMs } = rateAt(arrivals, startMs, sinceMs);
    const gapMs = perMs > 0 ? chance.gapMs(perMs) : Infinity;
    if (gapMs < lastsMs) {
      sinceMs += gapMs;
      yield startMs + Math.floor(sinceMs);
    } else {
      // The process has no memory: an arrival drawn beyond this piece is drawn again in the next.
      sinceMs += Math.max(lastsMs, LEAST_PIECE_MS);
    }
  }
}
