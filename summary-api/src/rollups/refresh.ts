import { setImmediate } from "node:timers/promises";
import { PERIODS, type Period } from "./calendar.js";
import type { RollupStore } from "./rollup-store.js";

const STEP = 100;

/** Decides when a period may be computed again: longer periods cost more and may wait. */
export interface Pace {
  mayStart(period: Period): boolean;
  spent(period: Period, milliseconds: number): void;
}

const AT_ONCE: Pace = { mayStart: () => true, spent: () => undefined };

/**
 * Brings rollups up to date, hours first, as the peak of a day comes from its hours.
 * @returns false when rollups are still due because of the pace or `signal`
 */
export async function refreshRollups(
  store: RollupStore,
  pace: Pace = AT_ONCE,
  signal?: AbortSignal,
): Promise<boolean> {
  while (await store.takeMarks()) if (signal?.aborted) return false;
  for (const period of PERIODS) {
    if (!pace.mayStart(period)) return false;
    const startedMs = performance.now();
    for (let due = await store.due(period, STEP); due.length > 0;) {
      for (const keys of due) {
        if (signal?.aborted) return false;
        await store.recompute(keys);
        await setImmediate(); // SQLite runs in this process: lets it answer requests in between
      }
      due = await store.due(period, STEP);
    }
    pace.spent(period, performance.now() - startedMs);
  }
  return true;
}
