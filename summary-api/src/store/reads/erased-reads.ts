import type { Transaction } from "kysely";
import type { ReadColumns, Tables } from "../tables.js";
import { erasedReadIdOf } from "./erased-read-id.js";
import type { ReadRow } from "./merge-outcomes.js";

const IDS_AT_ONCE = 1_000;

/** No read of an erased plate comes back with a later outcome. */
export async function withoutErased(
  transaction: Transaction<Tables>,
  rows: readonly ReadRow[],
): Promise<readonly ReadRow[]> {
  const any = await transaction.selectFrom("erased_reads").select("read_id").limit(1).execute();
  if (any.length === 0) return rows;
  const ids = rows.map(erasedReadIdOf);
  const erased = new Set<string>();
  for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
    const found = await transaction
      .selectFrom("erased_reads")
      .select("read_id")
      .where("read_id", "in", ids.slice(start, start + IDS_AT_ONCE))
      .execute();
    for (const { read_id } of found) erased.add(read_id);
  }
  return erased.size === 0 ? rows : rows.filter((_, index) => !erased.has(ids[index] as string));
}

/** Keeps hashes of the reads, without a plate. */
export async function rememberErased(
  transaction: Transaction<Tables>,
  reads: readonly (Pick<ReadColumns, "lot_id" | "kind" | "event_id"> & {
    readonly at: Date | string;
  })[],
): Promise<void> {
  const rows = reads.map(({ at, lot_id: lotId, kind, event_id: eventId }) => {
    const atMs = new Date(at).getTime();
    return {
      read_id: erasedReadIdOf({ lotId, kind, eventId, atMs }),
      at: new Date(atMs).toISOString(),
    };
  });
  for (let start = 0; start < rows.length; start += IDS_AT_ONCE) {
    await transaction
      .insertInto("erased_reads")
      .values(rows.slice(start, start + IDS_AT_ONCE))
      .onConflict((conflict) => conflict.column("read_id").doNothing())
      .execute();
  }
}
