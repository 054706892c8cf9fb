import type { StaySummary } from "@boomgate/contracts";

/** What the sink holds: the highest revision of each stay. */
export interface KnownStays {
  /** Stays whose exit is not before the instant, some hundreds at a time, in any order. */
  since(from: Date): AsyncIterable<readonly StaySummary[]>;
}
