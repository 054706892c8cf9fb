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
  sleep: async (ms, signal) => wait(ms, undefined, signal ? { signal } : {}),
};
