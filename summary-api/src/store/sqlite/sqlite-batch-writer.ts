import type { StaySummary } from "@boomgate/contracts";
import { type Kysely, type Transaction, sql } from "kysely";
import type { BatchResult } from "../stays/batch-plan.js";
import type { BatchWriter } from "../stays/batch-writer.js";
import { placeOf } from "../stays/stay-rows.js";
import type { Tables } from "../tables.js";

interface Replaced {
  readonly stay_id: string;
  readonly revision: number;
  readonly lot_id: string;
  readonly entered_at: string | null;
  readonly exited_at: string;
}

interface Kept {
  readonly stay_id: string;
  readonly exit_plate: string | null;
}

/** SQLite has one writer at a time, so replaced revisions can be read before they are replaced. */
export class SqliteBatchWriter implements BatchWriter {
  async write(
    transaction: Transaction<Tables>,
    stays: readonly StaySummary[],
    receivedAt: string,
  ): Promise<BatchResult> {
    const input = JSON.stringify(stays.map(valuesOf));
    // The transaction begins with a write, which takes the lock, also against another process on the same file.
    const replaced = await sql<Replaced>`
      insert into superseded_stays
      select s.stay_id, s.revision, s.status, s.lot_id, s.plate, s.exit_plate, s.exit_event_id,
        s.entry_event_id, s.entered_at, s.exited_at, s.duration_seconds, s.received_at,
        ${receivedAt}
      from json_each(${input}) i join stays s on s.stay_id = i.value->>0
      where s.revision < i.value->>1 and s.exit_plate = i.value->>5
      returning stay_id, revision, lot_id, entered_at, exited_at`.execute(transaction);
    const written = await sql<{ stay_id: string }>`
      insert into stays (stay_id, revision, status, lot_id, plate, exit_plate, exit_event_id,
        entry_event_id, entered_at, exited_at, duration_seconds, received_at)
      select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6,
        value->>7, value->>8, value->>9, value->>10, ${receivedAt}
      from json_each(${input}) where not exists (
        select 1 from erased_stays e where e.stay_id = value->>0
      )
      on conflict (stay_id) do update set
        revision = excluded.revision, status = excluded.status, plate = excluded.plate,
        entry_event_id = excluded.entry_event_id, entered_at = excluded.entered_at,
        duration_seconds = excluded.duration_seconds, received_at = excluded.received_at,
        corrections = stays.corrections + 1
      where excluded.revision > stays.revision and excluded.exit_plate = stays.exit_plate
      returning stay_id`.execute(transaction);
    const previous = new Map(replaced.rows.map((row) => [row.stay_id, row]));
    const kept = written.rows.length === stays.length ? [] : await this.keptOf(transaction, input);
    const isWritten = new Set(written.rows.map(({ stay_id }) => stay_id));
    return {
      written: new Map(
        written.rows.map(({ stay_id }) => {
          const before = previous.get(stay_id);
          return [
            stay_id,
            { previousRevision: before?.revision, previousPlace: before && placeOf(before) },
          ];
        }),
      ),
      kept: new Map(
        kept
          .filter(({ stay_id }) => !isWritten.has(stay_id))
          .map(({ stay_id, exit_plate }) => [stay_id, exit_plate]),
      ),
    };
  }

  async exitOf(db: Kysely<Tables>, stayId: string): Promise<Date | string | undefined> {
    const stay = await db
      .selectFrom("stays")
      .select("exited_at")
      .where("stay_id", "=", stayId)
      .executeTakeFirst();
    return stay?.exited_at;
  }

  /** For stays that were not written: the exit plate of the stored stay; `null` if the stay was erased. */
  private async keptOf(transaction: Transaction<Tables>, input: string): Promise<readonly Kept[]> {
    const { rows } = await sql<Kept>`
      select value->>0 as stay_id, s.exit_plate
      from json_each(${input}) left join stays s on s.stay_id = value->>0`.execute(transaction);
    return rows;
  }
}

function valuesOf(stay: StaySummary): readonly (string | number | null)[] {
  const closed = stay.status === "closed";
  return [
    stay.stayId,
    stay.revision,
    stay.status,
    stay.lotId,
    stay.plate,
    stay.exitPlate,
    stay.exitEventId,
    closed ? stay.entryEventId : null,
    closed ? stay.enteredAt.toISOString() : null,
    stay.exitedAt.toISOString(),
    closed ? stay.durationSeconds : null,
  ];
}
