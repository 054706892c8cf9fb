import type { Period } from "./calendar.js";
import type { Rollup, RollupCursor, RollupKey, RollupQuery } from "./rollup.js";

/**
 * Keeps the rollups of the stays. Saving a stay marks its time; what is marked becomes due, and what
 * is due is computed from the stays, in steps that may end anywhere and be repeated.
 */
export interface RollupStore {
  /** Oldest first, then by lot; those after `cursor` when given. */
  list(query: RollupQuery, limit: number, cursor?: RollupCursor): Promise<readonly Rollup[]>;
  /** Makes due what the oldest marks touch. False: there was no mark. */
  takeMarks(): Promise<boolean>;
  /** Those of one period that have waited longest, hours of one lot and day together. */
  due(period: Period, limit: number): Promise<readonly (readonly RollupKey[])[]>;
  /**
   * Computes them from the stays, or from finer rollups where the stays are gone.
   * @param keys - as `due` put them together
   */
  recompute(keys: readonly RollupKey[]): Promise<void>;
  /** When the oldest change was made that is in no rollup of a period yet; absent: there is none. */
  behindSince(): Promise<ReadonlyMap<Period, Date>>;
}
