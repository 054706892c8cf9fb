import { setTimeout as wait } from "node:timers/promises";

/** Wall time and waiting; a parameter, so that a simulation can own both. */
export interface Clock {
  /** Ms since 1970. */
  now(): number;
  /** @throws the signal's reason when it aborts first */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const Clock = Symbol("Clock");

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    if (signal === undefined) return wait(ms);
    // Node rejects with an AbortError, whose cause is the reason.
    return wait(ms, undefined, { signal }).catch(() => {
      throw signal.reason as Error;
    });
  },
};
