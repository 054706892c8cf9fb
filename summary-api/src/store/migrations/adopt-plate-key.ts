import { ConfigError } from "@boomgate/platform/config";
import { type Kysely, sql } from "kysely";
import type { Tables } from "../tables.js";

const NAME = "plate_key";
/** Instead of a fingerprint: plates as they are. */
const PLAIN = "none";

/**
 * One database holds plates of one kind: as they are, or hashed under one key. Else a car would be two,
 * and its plate could neither be found nor erased. The first start decides, also before any stay has come:
 * an instance of that kind may be running, and write one at any time.
 * @param fingerprint - of the key in use; left out, there is none
 * @throws {ConfigError} when the database was begun otherwise
 */
export async function adoptPlateKey(
  db: Kysely<Tables>,
  fingerprint: string | undefined,
): Promise<void> {
  const wanted = fingerprint ?? PLAIN;
  // Those who start at the same time meet at the primary key: the first of them decides.
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
