/** A timer that fires this much too late means that this process was frozen, not the broker. */
const FROZEN_MS = 1_000;

/** Watches the oldest message whose confirm is awaited, with one timer for all of them. */
export class ConfirmDeadline {
  private timer: NodeJS.Timeout | undefined;
  /** Monotonic ms from which waiting counts, at the earliest. */
  private countsFromMs = 0;

  /**
   * @param oldestMs - when the oldest message was sent, monotonic ms; undefined when none is awaited
   * @param onOverdue - called once, and again only after another `arm`
   */
  constructor(
    private readonly timeoutMs: number,
    private readonly oldestMs: () => number | undefined,
    private readonly onOverdue: () => void,
  ) {}

  /** Starts the timer, if it is not running. */
  arm(): void {
    if (this.timer !== undefined) return;
    const dueMs = this.dueMs();
    if (dueMs === undefined) return;
    this.timer = setTimeout(() => this.check(dueMs), Math.max(dueMs - performance.now(), 0));
  }

  /** While the broker blocks it owes no confirm; afterwards each has its full time again. */
  pause(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.countsFromMs = performance.now();
  }

  private check(dueMs: number): void {
    this.timer = undefined;
    // Confirms that arrived meanwhile are read after the timers.
    if (performance.now() - dueMs > FROZEN_MS) this.countsFromMs = performance.now();
    const nextMs = this.dueMs();
    if (nextMs === undefined) return;
    if (nextMs <= performance.now()) this.onOverdue();
    else this.arm();
  }

  private dueMs(): number | undefined {
    const oldestMs = this.oldestMs();
    return oldestMs && Math.max(oldestMs, this.countsFromMs) + this.timeoutMs;
  }
}
