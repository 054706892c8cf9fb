import type { Chance } from "../traffic/chance.js";
import { rateAt } from "./arrival-rate.js";
import type { Scenario } from "./scenario.js";

/** A piece that ends a rounding error later would never end. */
const LEAST_PIECE_MS = 0.001;

/** Arrivals as a Poisson process whose rate changes through the week, in their order, without end. */
export function* walkIns(
  { arrivals }: Scenario,
  startMs: number,
  chance: Chance,
): Generator<number, never> {
  // Since the start, so that the same draws give the same times in whatever week.
  let sinceMs = 0;
  for (;;) {
    const { perMs, lastsMs } = rateAt(arrivals, startMs, sinceMs);
    const gapMs = perMs > 0 ? chance.gapMs(perMs) : Infinity;
    if (gapMs < lastsMs) {
      sinceMs += gapMs;
      yield startMs + Math.floor(sinceMs);
    } else {
      // The process has no memory: what was drawn across the border is drawn anew behind it.
      sinceMs += Math.max(lastsMs, LEAST_PIECE_MS);
    }
  }
}
