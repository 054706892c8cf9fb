import { setMaxListeners } from "node:events";
import { backoffMs, type Clock } from "@boomgate/platform/clock";
import { brokerRefusalOf, UnroutableError } from "@boomgate/platform/messaging";

/** Logs one line for each attempt that failed. */
export interface RetryingLog {
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

interface RetryingOptions {
  readonly clock: Clock;
  /** Once aborted, the attempt under way is finished and nothing is tried again. */
  readonly signal: AbortSignal;
  readonly log: RetryingLog;
  readonly failed: (error: unknown) => void;
  /** Fields of each line that is logged. */
  readonly fields?: object | undefined;
  /**
   * A command ends with an error that does not go away by itself, as a person waits for it. A service goes on
   * trying: an operator may give its user the right meanwhile.
   */
  readonly isCommand?: boolean | undefined;
}

/** Refused by the broker, or no queue is bound: the next attempt would fail, too. */
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
      setMaxListeners(0, signal); // many attempts wait for the signal, which is no leak
      await clock.sleep(backoffMs(failures), signal).catch(() => undefined); // the signal ends the pause
      if (signal.aborted) throw error;
    }
  }
}
