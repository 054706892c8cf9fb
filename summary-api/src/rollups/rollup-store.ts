import type { Period } from "./calendar.js";
import type { Rollup, RollupCursor, RollupKey, RollupQuery } from "./rollup.js";

/**
 * Keeps the rollups of the stays. Saving a stay marks its time; rollups of a marked time become due; rollups that are
 * due are computed from the stays. Each step may be interrupted and repeated.
 */
export interface RollupStore {
  /** Oldest first, then by lot; with `cursor`, the rollups after it. */
  list(query: RollupQuery, limit: number, cursor?: RollupCursor): Promise<readonly Rollup[]>;
  /** Makes the rollups due that the oldest marks touch. @returns false without any mark */
  takeMarks(): Promise<boolean>;
  /** The rollups of one period that have been due longest; hours of the same lot and day together. */
  due(period: Period, limit: number): Promise<readonly (readonly RollupKey[])[]>;
  /**
   * Computes rollups from the stays, or from those of days where the stays are deleted.
   * @param keys - one result of `due`
   */
  recompute(keys: readonly RollupKey[]): Promise<void>;
  /** The time of the oldest change that is not yet in the rollups of a period; absent: there is none. */
  behindSince(): Promise<ReadonlyMap<Period, Date>>;
}
