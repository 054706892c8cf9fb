/** Enough that few senders with wrong clocks do not decide, and few enough to lie close together. */
const MOST_TIMES = 1_001;

/**
 * Since when a stream that was cut holds all messages, by what their senders say: the broker keeps no time of its own. A
 * camera whose clock stands at 1970 may have sent the very first, so the middle of many counts, which lies a little
 * later than the first one, and never before.
 */
export class CompleteSince {
  private readonly times: number[] = [];

  /** @param sentAtMs - of each message in the order of the stream, ms since 1970; undefined where it does not say */
  add(sentAtMs: number | undefined): void {
    if (sentAtMs !== undefined && this.times.length < MOST_TIMES) this.times.push(sentAtMs);
  }

  /** @returns ms since 1970; `nowMs` when no message says a time, or one that lies ahead */
  at(nowMs: number): number {
    const sorted = this.times.toSorted((a, b) => a - b);
    return Math.min(sorted[Math.floor(sorted.length / 2)] ?? nowMs, nowMs);
  }
}
