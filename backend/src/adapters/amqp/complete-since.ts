/** So many that a few senders with wrong clocks do not decide, and so few that they were sent close together. */
const MOST_TIMES = 1_001;

/**
 * From which time on a stream has all messages, after the broker deleted its oldest ones. The broker stores no
 * times, so those of the senders are used. The first message may come from a camera whose clock says 1970, so the
 * median of the first messages counts; it is a little later than the time of the first one.
 */
export class CompleteSince {
  private readonly times: number[] = [];

  /** @param sentAtMs - of each message in the order of the stream, ms since 1970; undefined when the message has none */
  add(sentAtMs: number | undefined): void {
    if (sentAtMs !== undefined && this.times.length < MOST_TIMES) this.times.push(sentAtMs);
  }

  /** @returns ms since 1970; `nowMs` when no message has a time, or the median is in the future */
  at(nowMs: number): number {
    const sorted = this.times.toSorted((a, b) => a - b);
    return Math.min(sorted[Math.floor(sorted.length / 2)] ?? nowMs, nowMs);
  }
}
