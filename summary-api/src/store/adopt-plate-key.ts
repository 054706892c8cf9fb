import { ConfigError } from "@boomgate/platform/config";
import { type Kysely, sql } from "kysely";
import type { Tables } from "./tables.js";

const NAME = "plate_key";
/** Instead of a fingerprint: plates as they are. */
const PLAIN = "none";

/**
 * One database holds plates of one kind: as they are, or hashed under one key. Else a car would be two,
 * and its plate could neither be found nor erased.
 * @param fingerprint - of the key in use; left out, there is none
 * @throws {ConfigError} when stays are stored that were written otherwise
 */
export async function adoptPlateKey(
  db: Kysely<Tables>,
  fingerprint: string | undefined,
): Promise<void> {
  const wanted = fingerprint ?? PLAIN;
  await db.transaction().execute(async (transaction) => {
    const { rows } = await sql`
      select 1 where exists (select 1 from stays) or exists (select 1 from superseded_stays)
    `.execute(transaction);
    const isEmpty = rows.length === 0;
    await transaction
      .insertInto("sink_facts")
      .values({ name: NAME, value: isEmpty ? wanted : PLAIN }) // before there were keys
      .onConflict((conflict) => conflict.column("name").doNothing())
      .execute();
    const { value: kept } = await transaction
      .selectFrom("sink_facts")
      .select("value")
      .where("name", "=", NAME)
      .executeTakeFirstOrThrow();
    if (kept === wanted) return;
    if (!isEmpty) throw new ConfigError([`PLATE_PEPPER: ${problemOf(kept, wanted)}`]);
    await transaction
      .updateTable("sink_facts")
      .set({ value: wanted })
      .where("name", "=", NAME)
      .execute();
  });
}

function problemOf(kept: string, wanted: string): string {
  if (kept === PLAIN) {
    return "the database holds plates as they are; leave it out, or begin with an empty database";
  }
  const otherwise = "give the key the database was begun with, or begin with an empty one";
  if (wanted === PLAIN) return `the database holds plates as hashes; ${otherwise}`;
  return `the database holds hashes under another key; ${otherwise}`;
}
