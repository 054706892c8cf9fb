import { setImmediate as nextTurn } from "node:timers/promises";

/** After this time the event loop gets a turn before the next item. */
const SLICE_MS = 0.5;

/**
 * Works through items one after the other, and gives the event loop turns in between: rendered at once, hundreds of
 * series would block it.
 */
export async function inSlices<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let beganMs = performance.now();
  for (const item of items) {
    results.push(await work(item));
    if (performance.now() - beganMs < SLICE_MS) continue;
    await nextTurn();
    beganMs = performance.now();
  }
  return results;
}
