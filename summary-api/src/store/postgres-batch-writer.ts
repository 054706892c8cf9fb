import type { StaySummary } from "@boomgate/contracts";
import { type Kysely, type Transaction, sql } from "kysely";
import type { Written } from "./batch-plan.js";
import type { BatchWriter } from "./batch-writer.js";
import { placeOf } from "./stay-rows.js";
import { unnestStays } from "./stay-arrays.js";
import type { Tables } from "./tables.js";

const NEW: Written = { previousRevision: undefined, previousPlace: undefined };

/** A stay that was not simply new: `null` when the revision is known. */
interface Met {
  readonly stay_id: string;
  readonly previous_exited_at: Date | null;
}

interface Replaced {
  readonly stay_id: string;
  readonly revision: string;
  readonly lot_id: string;
  readonly entered_at: Date | null;
  readonly exited_at: Date;
  readonly corrections: number;
}

/**
 * PostgreSQL: the guard decides, row by row and under its lock, which revision is the highest; new
 * stays are written by the same statement. Replaced ones follow in the same transaction: only a
 * statement begun after the lock was granted sees what another instance has just committed.
 */
export class PostgresBatchWriter implements BatchWriter {
  async write(
    transaction: Transaction<Tables>,
    stays: readonly StaySummary[],
    receivedAt: string,
  ): Promise<Map<string, Written>> {
    const met = await this.insertNew(transaction, stays, receivedAt);
    const written = new Map<string, Written>(stays.map(({ stayId }) => [stayId, NEW]));
    if (met.length === 0) return written;
    const moved = met.filter(({ previous_exited_at }) => previous_exited_at !== null);
    const replaced = await this.moveToHistory(transaction, moved, receivedAt);
    const revised = new Set(moved.map(({ stay_id }) => stay_id));
    await this.insertRevised(
      transaction,
      stays.filter(({ stayId }) => revised.has(stayId)),
      replaced,
      receivedAt,
    );
    for (const { stay_id, previous_exited_at } of met) {
      const before = replaced.get(stay_id);
      if (previous_exited_at === null) written.delete(stay_id);
      else if (before) {
        const previousRevision = Number(before.revision);
        written.set(stay_id, { previousRevision, previousPlace: placeOf(before) });
      }
    }
    return written;
  }

  async exitOf(db: Kysely<Tables>, stayId: string): Promise<Date | string | undefined> {
    const guard = await db
      .selectFrom("stay_guards")
      .select("exited_at")
      .where("stay_id", "=", stayId)
      .executeTakeFirst();
    return guard?.exited_at;
  }

  /** In the order of the ids, so that two instances never wait for each other in a circle. */
  private async insertNew(
    transaction: Transaction<Tables>,
    stays: readonly StaySummary[],
    receivedAt: string,
  ): Promise<readonly Met[]> {
    const { rows } = await sql<Met>`
      with input as (select * from ${unnestStays(stays)}),
      guarded as (
        insert into stay_guards (stay_id, revision, exited_at)
        select stay_id, revision, exited_at from input order by stay_id collate "C"
        on conflict (stay_id) do update set revision = excluded.revision,
          exited_at = excluded.exited_at, previous_exited_at = stay_guards.exited_at
        where stay_guards.revision < excluded.revision
        returning stay_id, previous_exited_at
      ),
      inserted as (
        insert into stays (stay_id, revision, status, lot_id, plate, entry_event_id, entered_at,
          exited_at, duration_seconds, received_at)
        select input.*, ${receivedAt}::timestamptz from input join guarded using (stay_id)
        where guarded.previous_exited_at is null
      )
      select stay_id, previous_exited_at from input left join guarded using (stay_id)
      where guarded.stay_id is null or previous_exited_at is not null`.execute(transaction);
    return rows;
  }

  private async moveToHistory(
    transaction: Transaction<Tables>,
    moved: readonly Met[],
    supersededAt: string,
  ): Promise<ReadonlyMap<string, Replaced>> {
    if (moved.length === 0) return new Map();
    const ids = moved.map(({ stay_id }) => stay_id);
    const exits = moved.map(({ previous_exited_at }) => previous_exited_at?.toISOString());
    const { rows } = await sql<Replaced>`
      with replaced as (
        delete from stays using unnest(${ids}::text[], ${exits}::timestamptz[]) as old (id, at)
        where stays.exited_at = old.at and stays.stay_id = old.id
        returning stays.*
      ),
      kept as (
        insert into superseded_stays
        select stay_id, revision, status, lot_id, plate, entry_event_id, entered_at, exited_at,
          duration_seconds, received_at, ${supersededAt}::timestamptz from replaced
      )
      select stay_id, revision, corrections, lot_id, entered_at, exited_at from replaced`.execute(
      transaction,
    );
    return new Map(rows.map((row) => [row.stay_id, row]));
  }

  private async insertRevised(
    transaction: Transaction<Tables>,
    revised: readonly StaySummary[],
    replaced: ReadonlyMap<string, Replaced>,
    receivedAt: string,
  ): Promise<void> {
    if (revised.length === 0) return;
    const corrections = revised.map(({ stayId }) => (replaced.get(stayId)?.corrections ?? -1) + 1);
    await sql`
      insert into stays (stay_id, revision, status, lot_id, plate, entry_event_id, entered_at,
        exited_at, duration_seconds, received_at, corrections)
      select input.*, ${receivedAt}::timestamptz, counted.corrections
      from ${unnestStays(revised)}
      join unnest(${revised.map(({ stayId }) => stayId)}::text[], ${corrections}::int[])
        as counted (stay_id, corrections) using (stay_id)`.execute(transaction);
  }
}
