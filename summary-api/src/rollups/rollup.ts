import type { Period, Span } from "./calendar.js";

/**
 * A stay counts as present for at most this long before its exit, so that a rollup never needs stays that ended later
 * than this after it. The backend forgets open stays after 30 days.
 */
export const MAX_PRESENCE_MS = 31 * 86_400_000;

/** Figures of one lot in one hour, day, month or year of its time zone. A stay counts where its exit lies. */
export interface RollupKey extends Span {
  readonly period: Period;
  readonly lotId: string;
}

export interface Rollup extends RollupKey {
  /** Closed stays. */
  readonly stays: number;
  /** Stays that were sent and then became void, as their exit has no entry. */
  readonly voids: number;
  /** `undefined`: raw stays of a part are deleted, and distinct counts cannot be added up. */
  readonly distinctPlates: number | undefined;
  readonly totalSeconds: number;
  /** Percentiles by nearest rank. */
  readonly p50Seconds: number | undefined;
  readonly p90Seconds: number | undefined;
  readonly p95Seconds: number | undefined;
  /** The highest number of cars at the same time, of closed stays. */
  readonly peakOccupancy: number;
  readonly computedAt: Date;
  /** False: stays have changed since, and the rollup will be computed again. */
  readonly isCurrent: boolean;
}

/** A position in the list of rollups, which is sorted by time, oldest first, then by lot. */
export interface RollupCursor {
  readonly startsAt: Date;
  readonly lotId: string;
}

export interface RollupQuery {
  readonly period: Period;
  readonly lotId?: string | undefined;
  /** Rollups that touch the time from here... */
  readonly from?: Date | undefined;
  /** ...to before this. */
  readonly to?: Date | undefined;
}
