import type { StoredStay } from "../store/stays/summary-store.js";
import { DURATION_BOUNDS_SECONDS, durationBucketOf } from "./duration-buckets.js";

export const MINUTE_MS = 60_000;
/** Short, so that reading a chunk again after a commit costs little. */
export const CHUNK_MS = 10 * MINUTE_MS;

const minuteOf = (instant: Date): number => Math.floor(instant.getTime() / MINUTE_MS);
export const chunkOf = (instant: Date): number => Math.floor(instant.getTime() / CHUNK_MS);

/** The counts for the charts, of the stays of one lot that ended within one chunk of time. */
export class Chunk {
  /** Closed stays by the minute of their exit. */
  readonly exited = new Map<number, number>();
  /** The same stays by the minute of their entry. */
  readonly entered = new Map<number, number>();
  readonly durations: number[] = DURATION_BOUNDS_SECONDS.map(() => 0).concat(0);
  closed = 0;
  void = 0;
  corrected = 0;
  totalSeconds = 0;

  add(stay: StoredStay): void {
    if (stay.corrections > 0) this.corrected += 1;
    if (stay.status === "void") {
      this.void += 1;
      return;
    }
    this.closed += 1;
    this.totalSeconds += stay.durationSeconds;
    const bucket = durationBucketOf(stay.durationSeconds);
    this.durations[bucket] = (this.durations[bucket] ?? 0) + 1;
    count(this.exited, minuteOf(stay.exitedAt));
    count(this.entered, minuteOf(stay.enteredAt));
  }
}

const count = (counts: Map<number, number>, minute: number) =>
  counts.set(minute, (counts.get(minute) ?? 0) + 1);
