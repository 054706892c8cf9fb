/** Lets so many events a second pass on average, and a second's worth at once. */
export class TokenBucket {
  private level: number;
  private filledMs: number;

  /** @param nowMs - monotonic */
  constructor(
    private readonly perSecond: number,
    nowMs: number,
  ) {
    this.level = this.capacity;
    this.filledMs = nowMs;
  }

  /** Seconds until events pass again; 0 when they pass now. */
  secondsUntilOpen(nowMs: number): number {
    this.fill(nowMs);
    return Math.max(0, -this.level / this.perSecond);
  }

  /**
   * How many events a request has is known only after its body was read, so a request that was let pass takes them all:
   * what it takes beyond the level is waited for by the next ones.
   */
  take(events: number, nowMs: number): void {
    this.fill(nowMs);
    this.level -= events;
  }

  private get capacity(): number {
    return Math.max(this.perSecond, 1);
  }

  private fill(nowMs: number): void {
    const gained = ((nowMs - this.filledMs) / 1_000) * this.perSecond;
    this.level = Math.min(this.level + gained, this.capacity);
    this.filledMs = nowMs;
  }
}
