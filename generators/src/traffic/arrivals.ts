import type { Clock } from "@boomgate/platform/clock";

/** A process that is further behind skips the missed time, instead of publishing a burst. */
const LONGEST_LAG_MS = 1_000;

interface ArrivalOptions {
  /** With 0 nothing arrives until the signal aborts. */
  readonly ratePerSecond: number;
  /** Draws the time to the next arrival. */
  readonly nextGapMs: () => number;
  /** Ends after that many; `undefined` never ends. */
  readonly count: number | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Yields at each arrival. An arrival is due a gap after the last one was *due*, not after it was handled: the
 * rate does not drift, and the delay of a late timer is made up.
 */
export async function* arrivals(options: ArrivalOptions): AsyncGenerator<void> {
  const { clock, signal, count = Infinity } = options;
  if (options.ratePerSecond === 0) await untilAborted(signal);
  let dueMs = clock.now();
  for (let arrived = 0; arrived < count; arrived += 1) {
    dueMs = Math.max(dueMs + options.nextGapMs(), clock.now() - LONGEST_LAG_MS);
    const waitMs = dueMs - clock.now();
    if (waitMs > 0) await clock.sleep(waitMs, signal).catch(() => undefined); // stopping ends it
    if (signal.aborted) return;
    yield;
  }
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
