import { type Kysely, sql } from "kysely";
import { dropPartition, partitionsOf } from "./partitions.js";
import type { RawDeleter } from "../raw-deleter.js";
import type { Tables } from "../tables.js";

/** Drops month partitions that end before the cut; deletes the remaining stays row by row, with their guards. */
export class PostgresRawDeleter implements RawDeleter {
  /** The last guard deleted of a partition; lost by a restart, which begins with the first guard again. */
  private place:
    | { readonly partition: string; readonly at: string; readonly id: string }
    | undefined;

  constructor(private readonly db: Kysely<Tables>) {}

  async deleteSome(before: Date, limit: number): Promise<number> {
    for (const { name, endsAt } of await partitionsOf(this.db, "stays")) {
      if (endsAt <= before) return this.empty(name, limit);
    }
    return (
      (await this.deleteSuperseded(before, limit)) +
      (await this.deleteStays(before, limit)) +
      (await this.deleteErased(before, limit))
    );
  }

  /** Deletes the guards of a partition in steps, then drops it: without the stays, nothing shows to which month a guard belongs. */
  private async empty(partition: string, limit: number): Promise<number> {
    const place = this.place?.partition === partition ? this.place : { at: "-infinity", id: "" };
    const { rows } = await sql<{ exited_at: Date; stay_id: string }>`
      select exited_at, stay_id from ${sql.table(partition)}
      where (exited_at, stay_id) > (${place.at}, ${place.id})
      order by exited_at, stay_id limit ${limit}`.execute(this.db);
    const last = rows.at(-1);
    if (last === undefined) return Number(await dropPartition(this.db, partition));
    await sql`
      delete from stay_guards g
      using unnest(${rows.map(({ stay_id }) => stay_id)}::text[],
        ${rows.map(({ exited_at }) => exited_at.toISOString())}::timestamptz[]) as old (id, at)
      where g.stay_id = old.id and g.exited_at = old.at`.execute(this.db);
    this.place = { partition, at: last.exited_at.toISOString(), id: last.stay_id };
    return rows.length;
  }

  private async deleteSuperseded(before: Date, limit: number): Promise<number> {
    const { numAffectedRows } = await sql`
      delete from superseded_stays where (stay_id, revision) in (
        select stay_id, revision from superseded_stays
        where exited_at < ${before.toISOString()} limit ${limit}
      )`.execute(this.db);
    return Number(numAffectedRows);
  }

  /** Deletes the ids of erased stays, with their guards. A guard with a later exit is of a stay that came afterwards, and is kept. */
  private async deleteErased(before: Date, limit: number): Promise<number> {
    const at = before.toISOString();
    const { rows } = await sql`
      with step as (
        delete from erased_stays where stay_id in (
          select stay_id from erased_stays where exited_at < ${at} limit ${limit}
        ) returning stay_id
      ),
      unguarded as (
        delete from stay_guards g using step where g.stay_id = step.stay_id and g.exited_at < ${at}
      )
      select 1 from step`.execute(this.db);
    return rows.length;
  }

  private async deleteStays(before: Date, limit: number): Promise<number> {
    const { numAffectedRows } = await sql`
      with step as (
        select exited_at, stay_id from stays where exited_at < ${before.toISOString()}
        order by exited_at, stay_id limit ${limit}
      ),
      unguarded as (
        delete from stay_guards g using step
        where g.stay_id = step.stay_id and g.exited_at = step.exited_at
      )
      delete from stays using step
      where stays.exited_at = step.exited_at and stays.stay_id = step.stay_id
        and stays.exited_at < ${before.toISOString()}`.execute(this.db);
    return Number(numAffectedRows);
  }
}
