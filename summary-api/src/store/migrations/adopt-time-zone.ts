import { type Kysely, sql } from "kysely";
import { MAX_PRESENCE_MS } from "../../rollups/rollup.js";
import { keptFrom } from "../kept-from.js";
import type { Tables } from "../tables.js";

const NAME = "rollup_time_zone";

/**
 * After a change of the time zone, and at the first start, all rollups are computed from the stays. Rollups whose
 * stays are deleted are kept unchanged.
 */
export async function adoptTimeZone(
  db: Kysely<Tables>,
  timeZone: string,
  now: Date,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto("sink_facts")
      .values({ name: NAME, value: timeZone })
      .onConflict((conflict) =>
        conflict
          .column("name")
          .doUpdateSet({ value: timeZone })
          .where("sink_facts.value", "<>", timeZone),
      )
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 0n) return;
    const gone = await keptFrom(transaction);
    let stale = transaction.deleteFrom("rollups");
    if (gone) stale = stale.where("starts_at", ">=", gone.toISOString());
    await stale.execute();
    await transaction.deleteFrom("rollups_due").execute();
    const { rows } = await sql<{ lot_id: string; first: Date | string; last: Date | string }>`
      select lot_id, min(exited_at) as first, max(exited_at) as last from stays group by lot_id
    `.execute(transaction);
    for (const { lot_id, first, last } of rows) {
      await transaction
        .insertInto("rollup_marks")
        .values({
          lot_id,
          starts_at: new Date(new Date(first).getTime() - MAX_PRESENCE_MS).toISOString(),
          ends_at: new Date(last).toISOString(),
          marked_at: now.toISOString(),
        })
        .execute();
    }
  });
}
