const SECONDS = 60;

/** Counts in each of the last 60 seconds. */
export class RecentMinute {
  private readonly counts = Array.from({ length: SECONDS }, () => 0);
  private second = 0;

  constructor(private readonly nowMs: () => number) {}

  add(count: number): void {
    this.advance();
    const index = this.second % SECONDS;
    this.counts[index] = (this.counts[index] ?? 0) + count;
  }

  /** The current second comes last. */
  perSecond(): readonly number[] {
    this.advance();
    const first = (this.second + 1) % SECONDS;
    return [...this.counts.slice(first), ...this.counts.slice(0, first)];
  }

  private advance(): void {
    const second = Math.floor(this.nowMs() / 1_000);
    for (let each = Math.max(this.second + 1, second - SECONDS + 1); each <= second; each += 1) {
      this.counts[each % SECONDS] = 0;
    }
    this.second = Math.max(this.second, second);
  }
}
