import { setMaxListeners } from "node:events";
import { backoffMs, type Clock } from "@boomgate/platform/clock";
import { brokerRefusalOf, UnroutableError } from "@boomgate/platform/messaging";

/** Takes one line for each attempt that failed. */
export interface RetryingLog {
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

export interface RetryingOptions {
  readonly clock: Clock;
  /** Once aborted, what is under way is finished but nothing is tried again. */
  readonly signal: AbortSignal;
  readonly log: RetryingLog;
  readonly failed: (error: unknown) => void;
  /** Of each line that tells of a failure. */
  readonly fields?: object | undefined;
  /**
   * A command ends with what does not pass by itself, as a person waits for it. A service goes on trying: its
   * user may be given the right while it runs.
   */
  readonly isCommand?: boolean | undefined;
}

/** Refused by the broker, or without a queue to go to: the next attempt would fare the same. */
const isFinal = (error: unknown): boolean =>
  error instanceof UnroutableError || brokerRefusalOf(error) !== undefined;

/**
 * Tries until it works.
 * @throws the last error, once the signal has aborted, or when it is final and this is a command
 */
export async function retrying<T>(
  what: string,
  attempt: () => Promise<T>,
  { clock, signal, log, failed, fields, isCommand = false }: RetryingOptions,
): Promise<T> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      failed(error);
      if (signal.aborted || (isCommand && isFinal(error))) throw error;
      const refusal = brokerRefusalOf(error);
      const line = { ...fields, err: error, step: what };
      if (refusal === undefined) log.warn(line, "step failed, trying again");
      else log.error({ ...line, refusal }, "the broker refuses the publish, trying again");
      setMaxListeners(0, signal); // all that is under way waits for it, which is no leak
      await clock.sleep(backoffMs(failures), signal).catch(() => undefined); // stopping ends it
      if (signal.aborted) throw error;
    }
  }
}
