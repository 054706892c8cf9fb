import { setTimeout as sleep } from "node:timers/promises";

const LOOK_EVERY_MS = 20;
const CALM_LOOKS = 3;

/**
 * Waits until no message is in a queue or in hand, several times in a row: between two queues a message is in neither
 * for a moment.
 * @returns false when there was one after `timeoutMs`
 */
export async function drained(
  pending: () => Promise<number> | number,
  timeoutMs: number,
): Promise<boolean> {
  const deadlineMs = performance.now() + timeoutMs;
  let calmLooks = 0;
  while (calmLooks < CALM_LOOKS) {
    if (performance.now() > deadlineMs) return false;
    calmLooks = (await pending()) === 0 ? calmLooks + 1 : 0;
    await sleep(LOOK_EVERY_MS);
  }
  return true;
}
