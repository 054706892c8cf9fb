import type { Period, Span } from "./calendar.js";

/**
 * A stay is counted as present for at most this long before its exit: computing a bucket then never
 * looks further ahead. The backend forgets open stays after 30 days.
 */
export const MAX_PRESENCE_MS = 31 * 86_400_000;

/** One lot in one hour, day, month or year of its time zone. A stay counts where its exit lies. */
export interface RollupKey extends Span {
  readonly period: Period;
  readonly lotId: string;
}

export interface Rollup extends RollupKey {
  /** Closed stays. */
  readonly stays: number;
  /** Stays that were announced and taken back: their exit closed nothing. */
  readonly voids: number;
  /** `undefined`: the raw stays of a part are gone, and distinct counts don't add up. */
  readonly distinctPlates: number | undefined;
  readonly totalSeconds: number;
  /** The shortest duration that so many of a hundred stays do not exceed. */
  readonly p50Seconds: number | undefined;
  readonly p90Seconds: number | undefined;
  readonly p95Seconds: number | undefined;
  /** Most cars of closed stays that were there at the same time. */
  readonly peakOccupancy: number;
  readonly computedAt: Date;
  /** False: something changed in it since, and it will be computed again. */
  readonly isCurrent: boolean;
}

/** Place in the list of rollups: oldest first, then by lot. */
export interface RollupCursor {
  readonly startsAt: Date;
  readonly lotId: string;
}

export interface RollupQuery {
  readonly period: Period;
  readonly lotId?: string | undefined;
  /** Those that touch the time from here... */
  readonly from?: Date | undefined;
  /** ...to before this. */
  readonly to?: Date | undefined;
}
