import type { Logger } from "@boomgate/platform/telemetry";
import type { Clock } from "@boomgate/platform/clock";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

export interface RetryingOptions {
  readonly clock: Clock;
  /** Once aborted, what is under way is finished but nothing is tried again. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly failed: (error: unknown) => void;
  /** Of each line that tells of a failure. */
  readonly fields?: object | undefined;
}

/**
 * Tries until it works or the generator stops.
 * @throws the last error, only once the signal has aborted
 */
export async function retrying<T>(
  what: string,
  attempt: () => Promise<T>,
  { clock, signal, log, failed, fields }: RetryingOptions,
): Promise<T> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await attempt();
    } catch (error) {
      failed(error);
      if (signal.aborted) throw error;
      log.warn({ ...fields, err: error, step: what }, "step failed, trying again");
      await clock.sleep(pauseMs, signal).catch(() => undefined); // stopping ends it
      if (signal.aborted) throw error;
    }
  }
}
