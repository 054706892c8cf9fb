import { setTimeout as sleep } from "node:timers/promises";

const LOOK_EVERY_MS = 20;
const LOOKS_IN_A_ROW = 3;

/**
 * Waits until nothing is on its way, seen several times in a row: between two queues a message is in
 * none of them for a moment.
 * @returns false when something was still on its way after `timeoutMs`
 */
export async function drained(
  onTheWay: () => Promise<number> | number,
  timeoutMs: number,
): Promise<boolean> {
  const deadlineMs = performance.now() + timeoutMs;
  let calmLooks = 0;
  while (calmLooks < LOOKS_IN_A_ROW) {
    if (performance.now() > deadlineMs) return false;
    calmLooks = (await onTheWay()) === 0 ? calmLooks + 1 : 0;
    await sleep(LOOK_EVERY_MS);
  }
  return true;
}
