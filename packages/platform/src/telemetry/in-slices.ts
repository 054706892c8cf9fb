import { setImmediate as nextTurn } from "node:timers/promises";

/** After so long everything else gets its turn before the next piece of work. */
const SLICE_MS = 0.5;

/**
 * Works through items one after the other, and lets events through in between: all at once, hundreds of
 * series would keep them waiting for as long as they take.
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
