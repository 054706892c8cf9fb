import { sql, type Transaction } from "kysely";
import type { ReadRow } from "../reads/merge-outcomes.js";
import type { ReadWriter } from "../reads/read-writer.js";
import type { Tables } from "../tables.js";

/** min() and max() of SQLite give null when one of them is null. */
const least = (column: string) =>
  sql.raw(
    `coalesce(min(reads.${column}, excluded.${column}), reads.${column}, excluded.${column})`,
  );
const greatest = (column: string) =>
  sql.raw(
    `coalesce(max(reads.${column}, excluded.${column}), reads.${column}, excluded.${column})`,
  );
const valueAt = (index: number) => sql.raw(`value->>${index}`);
const COLUMNS = 14;

/** One statement for the whole batch. */
export const sqliteReadWriter: ReadWriter = {
  async write(transaction: Transaction<Tables>, rows: readonly ReadRow[], seenAt: string) {
    const values = sql.join(Array.from({ length: COLUMNS }, (_, index) => valueAt(index)));
    await sql`
      insert into reads (at, lot_id, plate, kind, event_id, fate, revision, stay_id, plate_read,
        gate_id, confidence, candidates, parked_code, parked_at, first_seen_at)
      select ${values}, ${seenAt} from json_each(${JSON.stringify(rows.map(valuesOf))}) where true
      on conflict (at, lot_id, plate, kind, event_id) do update set
        fate = case when excluded.revision > coalesce(reads.revision, -1)
          then excluded.fate else reads.fate end,
        stay_id = case when excluded.revision > coalesce(reads.revision, -1)
          then excluded.stay_id else reads.stay_id end,
        revision = ${greatest("revision")},
        plate_read = ${least("plate_read")},
        gate_id = ${least("gate_id")},
        confidence = ${least("confidence")},
        candidates = ${least("candidates")},
        parked_code = case
          when reads.parked_at is null or excluded.parked_at > reads.parked_at
            then coalesce(excluded.parked_code, reads.parked_code)
          when excluded.parked_at = reads.parked_at then ${greatest("parked_code")}
          else reads.parked_code end,
        parked_at = ${greatest("parked_at")}`.execute(transaction);
  },
};

const isoOf = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());

const valuesOf = (row: ReadRow): readonly (string | number | null)[] => [
  isoOf(row.atMs),
  row.lotId,
  row.plate,
  row.kind,
  row.eventId,
  row.fate ?? null,
  row.revision ?? null,
  row.stayId ?? null,
  row.plateRead ?? null,
  row.gateId ?? null,
  row.confidence ?? null,
  row.candidates ?? null,
  row.parkedCode ?? null,
  isoOf(row.parkedAtMs),
];
