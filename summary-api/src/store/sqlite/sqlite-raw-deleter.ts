import { type Kysely, sql } from "kysely";
import type { RawDeleter } from "../raw-deleter.js";
import type { Tables } from "../tables.js";

export class SqliteRawDeleter implements RawDeleter {
  constructor(private readonly db: Kysely<Tables>) {}

  async deleteSome(before: Date, limit: number): Promise<number> {
    const at = before.toISOString();
    const old = await sql`delete from superseded_stays where (stay_id, revision) in (
      select stay_id, revision from superseded_stays where exited_at < ${at} limit ${limit}
    )`.execute(this.db);
    const stays = await sql`delete from stays where stay_id in (
      select stay_id from stays where exited_at < ${at} order by exited_at limit ${limit}
    )`.execute(this.db);
    const erased = await sql`delete from erased_stays where stay_id in (
      select stay_id from erased_stays where exited_at < ${at} limit ${limit}
    )`.execute(this.db);
    return [old, stays, erased].reduce((sum, step) => sum + Number(step.numAffectedRows), 0);
  }
}
