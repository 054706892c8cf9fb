import { setTimeout as sleep } from "node:timers/promises";

/** Time as the generators see it; replaced in tests. */
export interface Clock {
  /** Ms since 1970. */
  now(): number;
  /** Resolves after `ms`, or as soon as the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, { signal }).catch(() => undefined);
  },
};
