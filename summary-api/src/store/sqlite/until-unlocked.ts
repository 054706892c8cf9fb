import { setTimeout as sleep } from "node:timers/promises";
import { isLocked } from "../database-errors.js";

const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 50;

/**
 * Tries again, with pauses, while the file is locked. SQLite's own waiting would stop the event loop, and with it
 * all reads, the metrics and the health checks.
 * @param untilMs - returns the time to give up, in ms of `performance.now()`; called after each failed try
 * @throws the error of the last try
 */
export async function untilUnlocked<T>(work: () => T, untilMs: (nowMs: number) => number) {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return work();
    } catch (error) {
      if (!isLocked(error)) throw error;
      const nowMs = performance.now();
      const leftMs = untilMs(nowMs) - nowMs;
      if (leftMs <= 0) throw error;
      await sleep(Math.min(pauseMs, leftMs));
    }
  }
}
