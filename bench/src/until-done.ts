import { setTimeout as sleep } from "node:timers/promises";
import type { RunningRow } from "./rows.js";

const SHORTEST_POLL_MS = 10;
const LONGEST_POLL_MS = 500;
/** With fewer events done, the remaining time is estimated from this share. */
const LEAST_SHARE = 0.2;

export interface Expected {
  /** Events the row had processed before. */
  readonly before: number;
  /** Events it has to have processed in the end. */
  readonly total: number;
}

/** Resolves when the row has processed all events. */
export async function untilDone(
  consumers: RunningRow,
  { before, total }: Expected,
  signal: AbortSignal,
): Promise<void> {
  const startedMs = performance.now();
  for (;;) {
    const done = await consumers.processed();
    if (done >= total) return;
    const passedMs = performance.now() - startedMs;
    await sleep(untilNextPollMs(passedMs, (done - before) / (total - before)));
    signal.throwIfAborted();
  }
}

/** Half of the estimated remaining time, as each poll makes the backend render its metrics. */
function untilNextPollMs(passedMs: number, doneShare: number): number {
  const leftMs = (passedMs * (1 - doneShare)) / Math.max(doneShare, LEAST_SHARE);
  return Math.min(LONGEST_POLL_MS, Math.max(SHORTEST_POLL_MS, leftMs / 2));
}
