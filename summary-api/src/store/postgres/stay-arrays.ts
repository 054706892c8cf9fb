import type { StaySummary } from "@boomgate/contracts";
import { type RawBuilder, sql } from "kysely";
import { float8Array, int8Array, textArray, timestampArray } from "./binary-arrays.js";

/**
 * Many stays as one array per column: eleven parameters for any number of rows. A VALUES list allows
 * 65,535 parameters at most, and is planned again for each length.
 */
export function unnestStays(stays: readonly StaySummary[]): RawBuilder<unknown> {
  const closed = stays.map((stay) => (stay.status === "closed" ? stay : undefined));
  return sql`unnest(
    ${textArray(stays.map(({ stayId }) => stayId))}::text[],
    ${int8Array(stays.map(({ revision }) => revision))}::bigint[],
    ${textArray(stays.map(({ status }) => status))}::text[],
    ${textArray(stays.map(({ lotId }) => lotId))}::text[],
    ${textArray(stays.map(({ plate }) => plate))}::text[],
    ${textArray(stays.map(({ exitPlate }) => exitPlate))}::text[],
    ${textArray(stays.map(({ exitEventId }) => exitEventId))}::text[],
    ${textArray(closed.map((stay) => stay?.entryEventId))}::text[],
    ${timestampArray(closed.map((stay) => stay?.enteredAt.getTime()))}::timestamptz[],
    ${timestampArray(stays.map(({ exitedAt }) => exitedAt.getTime()))}::timestamptz[],
    ${float8Array(closed.map((stay) => stay?.durationSeconds))}::float8[]
  ) as input (stay_id, revision, status, lot_id, plate, exit_plate, exit_event_id,
    entry_event_id, entered_at, exited_at, duration_seconds)`;
}
