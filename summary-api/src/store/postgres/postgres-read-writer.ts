import { type RawBuilder, sql, type Transaction } from "kysely";
import type { ReadRow } from "../reads/merge-outcomes.js";
import type { ReadWriter } from "../reads/read-writer.js";
import type { Tables } from "../tables.js";
import { float8Array, int8Array, textArray, timestampArray } from "./binary-arrays.js";

/** One statement for the whole batch; least() leaves nulls out. */
export const postgresReadWriter: ReadWriter = {
  async write(transaction: Transaction<Tables>, rows: readonly ReadRow[], seenAt: string) {
    await sql`
      insert into reads (at, lot_id, plate, kind, event_id, fate, revision, stay_id, plate_read,
        gate_id, confidence, candidates, parked_code, parked_at, first_seen_at)
      select input.*, ${seenAt}::timestamptz from ${unnestReads(rows)}
      on conflict (at, lot_id, plate, kind, event_id) do update set
        fate = case when excluded.revision > coalesce(reads.revision, -1)
          then excluded.fate else reads.fate end,
        stay_id = case when excluded.revision > coalesce(reads.revision, -1)
          then excluded.stay_id else reads.stay_id end,
        revision = greatest(reads.revision, excluded.revision),
        plate_read = least(reads.plate_read, excluded.plate_read),
        gate_id = least(reads.gate_id, excluded.gate_id),
        confidence = least(reads.confidence, excluded.confidence),
        candidates = least(reads.candidates, excluded.candidates),
        parked_code = case
          when reads.parked_at is null or excluded.parked_at > reads.parked_at
            then coalesce(excluded.parked_code, reads.parked_code)
          when excluded.parked_at = reads.parked_at
            then greatest(reads.parked_code, excluded.parked_code)
          else reads.parked_code end,
        parked_at = greatest(reads.parked_at, excluded.parked_at)`.execute(transaction);
  },
};

function unnestReads(rows: readonly ReadRow[]): RawBuilder<unknown> {
  const texts = (of: (row: ReadRow) => string | undefined) => textArray(rows.map(of));
  return sql`unnest(
    ${timestampArray(rows.map(({ atMs }) => atMs))}::timestamptz[],
    ${texts(({ lotId }) => lotId)}::text[],
    ${texts(({ plate }) => plate)}::text[],
    ${texts(({ kind }) => kind)}::text[],
    ${texts(({ eventId }) => eventId)}::text[],
    ${texts(({ fate }) => fate)}::text[],
    ${int8Array(rows.map(({ revision }) => revision))}::bigint[],
    ${texts(({ stayId }) => stayId)}::text[],
    ${texts(({ plateRead }) => plateRead)}::text[],
    ${texts(({ gateId }) => gateId)}::text[],
    ${float8Array(rows.map(({ confidence }) => confidence))}::float8[],
    ${texts(({ candidates }) => candidates)}::text[],
    ${texts(({ parkedCode }) => parkedCode)}::text[],
    ${timestampArray(rows.map(({ parkedAtMs }) => parkedAtMs))}::timestamptz[]
  ) as input (at, lot_id, plate, kind, event_id, fate, revision, stay_id, plate_read, gate_id,
    confidence, candidates, parked_code, parked_at)`;
}
