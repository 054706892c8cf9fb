import { setTimeout as sleep } from "node:timers/promises";
import type { RowAtWork } from "./rows.js";

const SHORTEST_LOOK_MS = 10;
const LONGEST_LOOK_MS = 500;
/** Before much is done nobody knows how long it takes: not twice as long again. */
const LEAST_SHARE = 0.2;

export interface Expected {
  /** Events the row had done before these. */
  readonly before: number;
  /** With these. */
  readonly total: number;
}

/** Waits until the row has done all of them. */
export async function untilDone(
  atWork: RowAtWork,
  { before, total }: Expected,
  signal: AbortSignal,
): Promise<void> {
  const startedMs = performance.now();
  for (;;) {
    const done = await atWork.processed();
    if (done >= total) return;
    const passedMs = performance.now() - startedMs;
    await sleep(untilNextLookMs(passedMs, (done - before) / (total - before)));
    signal.throwIfAborted();
  }
}

/** Half of what is probably left: looking costs the backend something, as it prints its metrics. */
function untilNextLookMs(passedMs: number, doneShare: number): number {
  const leftMs = (passedMs * (1 - doneShare)) / Math.max(doneShare, LEAST_SHARE);
  return Math.min(LONGEST_LOOK_MS, Math.max(SHORTEST_LOOK_MS, leftMs / 2));
}
