import { chunksOf } from "@boomgate/platform/lists";
import { sql, type Transaction } from "kysely";
import type { Tables } from "./tables.js";

const ROWS_AT_ONCE = 1_000;

interface ErasedStay {
  readonly stay_id: string;
  readonly revision: number | string;
  readonly exited_at: Date | string;
}

/**
 * Keeps the ids and revisions of erased stays, not their plates, so that a repeat is recognised (on PostgreSQL by the
 * guard, which is kept); and their exits, so that they are deleted once a repeat would be rejected as too old.
 */
export async function rememberErased(
  transaction: Transaction<Tables>,
  stays: readonly ErasedStay[],
): Promise<void> {
  const rows = stays.map(({ stay_id, revision, exited_at }) => ({
    stay_id,
    revision: Number(revision),
    exited_at: new Date(exited_at).toISOString(),
  }));
  for (const some of chunksOf(rows, ROWS_AT_ONCE)) {
    await transaction
      .insertInto("erased_stays")
      .values(some)
      .onConflict((conflict) =>
        conflict.column("stay_id").doUpdateSet({
          revision: sql`excluded.revision`,
          exited_at: sql`excluded.exited_at`,
        }),
      )
      .execute();
  }
}
