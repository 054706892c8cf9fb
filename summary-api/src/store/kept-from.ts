import type { Kysely } from "kysely";
import type { Tables } from "./tables.js";

const NAME = "raw_stays_kept_from";

/** Raw stays that ended before this are deleted or will be; `undefined`: all are kept. */
export async function keptFrom(db: Kysely<Tables>): Promise<Date | undefined> {
  const fact = await db
    .selectFrom("sink_facts")
    .select("value")
    .where("name", "=", NAME)
    .executeTakeFirst();
  return fact && new Date(fact.value);
}

/** Moves forward only: deleted stays do not come back. */
export async function moveKeptFrom(db: Kysely<Tables>, to: Date): Promise<void> {
  await db
    .insertInto("sink_facts")
    .values({ name: NAME, value: to.toISOString() })
    .onConflict((conflict) =>
      conflict
        .column("name")
        .doUpdateSet({ value: to.toISOString() })
        .where("sink_facts.value", "<", to.toISOString()),
    )
    .execute();
}
