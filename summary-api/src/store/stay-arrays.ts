import type { StaySummary } from "@boomgate/contracts";
import { type RawBuilder, sql } from "kysely";

/**
 * Many stays as one array per column: nine parameters however many rows, where a VALUES list ends
 * at 65,535 parameters and is planned anew for each length.
 */
export function unnestStays(stays: readonly StaySummary[]): RawBuilder<unknown> {
  const closed = stays.map((stay) => (stay.status === "closed" ? stay : undefined));
  return sql`unnest(
    ${stays.map(({ stayId }) => stayId)}::text[],
    ${stays.map(({ revision }) => revision)}::bigint[],
    ${stays.map(({ status }) => status)}::text[],
    ${stays.map(({ lotId }) => lotId)}::text[],
    ${stays.map(({ plate }) => plate)}::text[],
    ${closed.map((stay) => stay?.entryEventId ?? null)}::text[],
    ${closed.map((stay) => stay?.enteredAt.toISOString() ?? null)}::timestamptz[],
    ${stays.map(({ exitedAt }) => exitedAt.toISOString())}::timestamptz[],
    ${closed.map((stay) => stay?.durationSeconds ?? null)}::float8[]
  ) as input (stay_id, revision, status, lot_id, plate, entry_event_id, entered_at, exited_at,
    duration_seconds)`;
}
