import type { Theatre } from "./theatre.js";

/** One fault, and the alerts that have to tell of it. */
export interface Act {
  readonly fault: string;
  /** Fire while it lasts. */
  readonly during: readonly string[];
  /** Fire only when it is over: they tell how late events were that have been settled since. */
  readonly after?: readonly string[];
  /** With a greater one the ranges are too short for so small a fault. */
  readonly greatestFactor?: number;
  /** How long it lasts at least, in ms: what fires only afterwards needs something to tell of. */
  readonly leastMs?: number;
  /** @returns puts everything right again */
  strike(theatre: Theatre): Promise<() => Promise<void>>;
  /** Happen one after the other while this one is waited for. */
  readonly meanwhile?: readonly Act[];
}

/** What was seen of one alert. */
export interface Sighting {
  readonly alert: string;
  readonly fault: string;
  /** "the fault", or "its end": from where `firedAfter` is counted. */
  readonly since: "the fault" | "its end";
  /** Seconds; undefined when it never fired. */
  readonly firedAfter: number | undefined;
  /** Seconds after the end of the fault, or after it fired when that was later; undefined: it goes on. */
  readonly resolvedAfter: number | undefined;
}
