import type { Clock } from "@boomgate/platform/clock";

/** A timer takes at most 2^31 ms; a longer one fires at once. */
const LONGEST_SLEEP_MS = 86_400_000;

/** When each event of a recording is due: the first one now, the others as long after it as recorded. */
export class Pace {
  private readonly startedMs: number;
  private firstMs: number | undefined;

  /** @param speed - times faster than recorded; Infinity never waits */
  constructor(
    private readonly speed: number,
    private readonly clock: Clock,
  ) {
    this.startedMs = clock.now();
  }

  /** Resolves when an event of this time is due, at once when it is overdue, or when the signal aborts. */
  async due(eventMs: number, signal: AbortSignal): Promise<void> {
    this.firstMs ??= eventMs;
    const dueMs = this.startedMs + (eventMs - this.firstMs) / this.speed;
    for (;;) {
      const leftMs = dueMs - this.clock.now();
      if (leftMs <= 0 || signal.aborted) return;
      await this.clock.sleep(Math.min(leftMs, LONGEST_SLEEP_MS), signal).catch(() => undefined);
    }
  }

  /** From the first event to now. */
  get shiftMs(): number {
    return this.startedMs - (this.firstMs ?? this.startedMs);
  }
}
