import type { StaySummary } from "@boomgate/contracts";
import { chunksOf } from "@boomgate/platform/lists";
import type { Transaction } from "kysely";
import { MAX_PRESENCE_MS } from "../../rollups/rollup.js";
import type { Written } from "../stays/batch-plan.js";
import type { Tables } from "../tables.js";

const ROWS_AT_ONCE = 1_000;
/** Marks are rounded to this; they need not be exact. */
const HOUR_MS = 3_600_000;

/** From the beginning of the first hour to that of the last. */
interface Hours {
  readonly first: number;
  readonly last: number;
}

/** The times in which stays of a lot changed: a few marks for each batch. */
export class RollupMarks {
  private readonly lots = new Map<string, Map<number, Hours>>();

  add(lotId: string, enteredAt: Date | undefined, exitedAt: Date): void {
    const toMs = exitedAt.getTime();
    const enteredMs = Math.max(enteredAt?.getTime() ?? toMs, toMs - MAX_PRESENCE_MS);
    const first = Math.floor(Math.min(enteredMs, toMs) / HOUR_MS);
    const last = Math.floor(toMs / HOUR_MS);
    let lot = this.lots.get(lotId);
    if (lot === undefined) this.lots.set(lotId, (lot = new Map()));
    const known = lot.get(first);
    if (known === undefined || known.last < last) lot.set(first, { first, last });
  }

  /** Adds the times of the written stays and of the revisions they replaced. */
  addAll(stays: readonly StaySummary[], written: ReadonlyMap<string, Written>): void {
    for (const stay of stays) {
      const write = written.get(stay.stayId);
      if (write === undefined) continue;
      this.add(stay.lotId, stay.status === "closed" ? stay.enteredAt : undefined, stay.exitedAt);
      const before = write.previousPlace;
      if (before) this.add(before.lotId, before.enteredAt, before.exitedAt);
    }
  }

  /** To be called in the transaction that changes the stays, so that no rollup is stale without a mark. */
  async save(transaction: Transaction<Tables>, markedAt: string): Promise<void> {
    const rows = Array.from(this.lots, ([lot_id, spans]) =>
      mergeHours([...spans.values()]).map(({ first, last }) => ({
        lot_id,
        starts_at: new Date(first * HOUR_MS).toISOString(),
        ends_at: new Date((last + 1) * HOUR_MS - 1).toISOString(),
        marked_at: markedAt,
      })),
    ).flat();
    for (const some of chunksOf(rows, ROWS_AT_ONCE)) {
      await transaction.insertInto("rollup_marks").values(some).execute();
    }
  }
}

function mergeHours(spans: readonly Hours[]): readonly Hours[] {
  const merged: Hours[] = [];
  for (const span of spans.toSorted((a, b) => a.first - b.first)) {
    const before = merged.at(-1);
    if (before === undefined || span.first > before.last + 1) merged.push(span);
    else if (span.last > before.last) merged[merged.length - 1] = { ...before, last: span.last };
  }
  return merged;
}
