import type { StaySummary } from "@boomgate/contracts";
import { type Kysely, type Transaction, sql } from "kysely";
import type { BatchResult, Written } from "../stays/batch-plan.js";
import type { BatchWriter } from "../stays/batch-writer.js";
import { placeOf } from "../stays/stay-rows.js";
import { unnestStays } from "./stay-arrays.js";
import type { Tables } from "../tables.js";

const NEW: Written = { previousRevision: undefined, previousPlace: undefined };

/** A stay that existed already. */
interface Existing {
  readonly stay_id: string;
  /** Null: the revision was not written. */
  readonly previous_revision: string | null;
}

interface Replaced {
  readonly stay_id: string;
  readonly lot_id: string;
  readonly entered_at: Date | null;
  readonly exited_at: Date;
  readonly corrections: number;
}

/**
 * PostgreSQL: for each stay its guard row decides, under a lock, whether the exit plate is the stay's own and the
 * revision the highest. The same statement writes new stays. Replaced revisions follow in a second statement of the
 * transaction, as only a statement begun after the lock was granted sees what another instance has just committed.
 */
export class PostgresBatchWriter implements BatchWriter {
  async write(
    transaction: Transaction<Tables>,
    stays: readonly StaySummary[],
    receivedAt: string,
  ): Promise<BatchResult> {
    const existing = await this.insertNew(transaction, stays, receivedAt);
    const written = new Map<string, Written>(stays.map(({ stayId }) => [stayId, NEW]));
    if (existing.length === 0) return { written, kept: new Map() };
    const previous = new Map(existing.map((row) => [row.stay_id, row.previous_revision]));
    const revised = stays.filter(({ stayId }) => typeof previous.get(stayId) === "string");
    const replaced = await this.moveToHistory(transaction, revised, receivedAt);
    await this.insertRevised(transaction, revised, replaced, receivedAt);
    for (const { stayId } of revised) {
      const before = replaced.get(stayId);
      if (before === undefined) continue;
      const previousRevision = Number(previous.get(stayId));
      written.set(stayId, { previousRevision, previousPlace: placeOf(before) });
    }
    const unwritten = existing.filter(({ previous_revision }) => previous_revision === null);
    for (const { stay_id } of unwritten) written.delete(stay_id);
    return { written, kept: await this.keptOf(transaction, unwritten) };
  }

  async exitOf(db: Kysely<Tables>, stayId: string): Promise<Date | string | undefined> {
    const guard = await db
      .selectFrom("stay_guards")
      .select("exited_at")
      .where("stay_id", "=", stayId)
      .executeTakeFirst();
    return guard?.exited_at;
  }

  /** Sorted by id, so that two instances cannot deadlock. */
  private async insertNew(
    transaction: Transaction<Tables>,
    stays: readonly StaySummary[],
    receivedAt: string,
  ): Promise<readonly Existing[]> {
    const { rows } = await sql<Existing>`
      with input as (select * from ${unnestStays(stays)}),
      guarded as (
        insert into stay_guards (stay_id, revision, exited_at, exit_plate)
        select stay_id, revision, exited_at, exit_plate from input order by stay_id collate "C"
        on conflict (stay_id) do update set revision = excluded.revision,
          previous_revision = stay_guards.revision
        where stay_guards.revision < excluded.revision
          and stay_guards.exit_plate = excluded.exit_plate
        returning stay_id, previous_revision
      ),
      inserted as (
        insert into stays (stay_id, revision, status, lot_id, plate, exit_plate, exit_event_id,
          entry_event_id, entered_at, exited_at, duration_seconds, received_at)
        select input.*, ${receivedAt}::timestamptz from input join guarded using (stay_id)
        where guarded.previous_revision is null
      )
      select stay_id, previous_revision from input left join guarded using (stay_id)
      where guarded.stay_id is null or previous_revision is not null`.execute(transaction);
    return rows;
  }

  /** Called while the guards are locked, so they cannot change during this statement. */
  private async keptOf(
    transaction: Transaction<Tables>,
    unwritten: readonly Existing[],
  ): Promise<ReadonlyMap<string, string | null>> {
    if (unwritten.length === 0) return new Map();
    const ids = unwritten.map(({ stay_id }) => stay_id);
    const { rows } = await sql<{ stay_id: string; exit_plate: string | null }>`
      select stay_id, exit_plate from stay_guards where stay_id = any(${ids}::text[])`.execute(
      transaction,
    );
    return new Map(rows.map((row) => [row.stay_id, row.exit_plate]));
  }

  private async moveToHistory(
    transaction: Transaction<Tables>,
    revised: readonly StaySummary[],
    supersededAt: string,
  ): Promise<ReadonlyMap<string, Replaced>> {
    if (revised.length === 0) return new Map();
    const ids = revised.map(({ stayId }) => stayId);
    const exits = revised.map(({ exitedAt }) => exitedAt.toISOString());
    const { rows } = await sql<Replaced>`
      with replaced as (
        delete from stays using unnest(${ids}::text[], ${exits}::timestamptz[]) as old (id, at)
        where stays.exited_at = old.at and stays.stay_id = old.id
        returning stays.*
      ),
      kept as (
        insert into superseded_stays
        select stay_id, revision, status, lot_id, plate, exit_plate, exit_event_id,
          entry_event_id, entered_at, exited_at, duration_seconds, received_at,
          ${supersededAt}::timestamptz from replaced
      )
      select stay_id, corrections, lot_id, entered_at, exited_at from replaced`.execute(
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
      insert into stays (stay_id, revision, status, lot_id, plate, exit_plate, exit_event_id,
        entry_event_id, entered_at, exited_at, duration_seconds, received_at, corrections)
      select input.*, ${receivedAt}::timestamptz, counted.corrections
      from ${unnestStays(revised)}
      join unnest(${revised.map(({ stayId }) => stayId)}::text[], ${corrections}::int[])
        as counted (stay_id, corrections) using (stay_id)`.execute(transaction);
  }
}
