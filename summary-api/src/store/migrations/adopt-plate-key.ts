import { ConfigError } from "@boomgate/platform/config";
import { type Kysely, sql } from "kysely";
import type { Tables } from "../tables.js";

const NAME = "plate_key";
/** In place of a fingerprint: plates are not hashed. */
const PLAIN = "none";

/**
 * Ensures that a database has plates of one kind: not hashed, or hashed with one key. Otherwise one car would have two
 * plates, which could neither be found nor erased together. The first start decides, even without any stay: another
 * instance with the same settings may be running, and may write one at any time.
 * @param fingerprint - of the key in use; left out: plates are not hashed
 * @throws {ConfigError} when the database has plates of another kind
 */
export async function adoptPlateKey(
  db: Kysely<Tables>,
  fingerprint: string | undefined,
): Promise<void> {
  const wanted = fingerprint ?? PLAIN;
  // If several instances start at the same time, the primary key lets the first of them decide.
  await sql`
    insert into sink_facts (name, value)
    select ${NAME}, case
      when exists (select 1 from stays) or exists (select 1 from superseded_stays)
      then ${PLAIN} -- before there were keys
      else ${wanted} end
    where true
    on conflict (name) do nothing`.execute(db);
  const { value: kept } = await db
    .selectFrom("sink_facts")
    .select("value")
    .where("name", "=", NAME)
    .executeTakeFirstOrThrow();
  if (kept !== wanted) throw new ConfigError([`PLATE_PEPPER: ${problemOf(kept, wanted)}`]);
}

function problemOf(kept: string, wanted: string): string {
  if (kept === PLAIN) {
    return "the database was begun with plates as they are; leave it out, or begin with a new database";
  }
  const otherwise = "give the key it was begun with, or begin with a new database";
  if (wanted === PLAIN) return `the database was begun with hashes of plates; ${otherwise}`;
  return `the database was begun with hashes under another key; ${otherwise}`;
}
