import { type RawBuilder, type Transaction, sql } from "kysely";
import type { RollupKey } from "../../rollups/rollup.js";
import type { Tables } from "../tables.js";

export interface Figures {
  readonly stays: number;
  readonly voids: number;
  readonly distinct_plates: number | null;
  readonly total_seconds: number;
  readonly p50_seconds: number | null;
  readonly p90_seconds: number | null;
  readonly p95_seconds: number | null;
}

const closed = (value: string) => sql.raw(`case when status = 'closed' then ${value} end`);
/** Percentile by nearest rank, in whole numbers, so that both databases choose the same stay. */
const percentile = (percent: number): RawBuilder<unknown> =>
  sql.raw(
    `min(case when status = 'closed' and place >= (total * ${percent} + 99) / 100 then duration_seconds end)`,
  );

/** Figures computed from stays. */
export async function factsOf(db: Transaction<Tables>, key: RollupKey): Promise<Figures> {
  const { rows } = await sql<Record<keyof Figures, number | string | null>>`
    with facts as (
      select status, plate, duration_seconds,
        row_number() over (partition by status order by duration_seconds) as place,
        count(*) over (partition by status) as total
      from stays
      where lot_id = ${key.lotId} and exited_at >= ${key.startsAt.toISOString()}
        and exited_at < ${key.endsAt.toISOString()}
    )
    select count(${closed("1")}) as stays, count(*) as voids,
      count(distinct ${closed("plate")}) as distinct_plates,
      coalesce(sum(${closed("duration_seconds")}), 0) as total_seconds,
      ${percentile(50)} as p50_seconds, ${percentile(90)} as p90_seconds,
      ${percentile(95)} as p95_seconds
    from facts`.execute(db);
  const row = rows[0];
  const stays = Number(row?.stays ?? 0);
  return {
    stays,
    voids: Number(row?.voids ?? 0) - stays,
    distinct_plates: Number(row?.distinct_plates ?? 0),
    total_seconds: Number(row?.total_seconds ?? 0),
    p50_seconds: numberOf(row?.p50_seconds),
    p90_seconds: numberOf(row?.p90_seconds),
    p95_seconds: numberOf(row?.p95_seconds),
  };
}

/** Figures of a month or year some of whose stays are deleted: sums are added up from days, other figures are unknown. */
export async function combineDays(db: Transaction<Tables>, key: RollupKey): Promise<Figures> {
  const { fn } = db;
  const sums = await db
    .selectFrom("rollups")
    .select([
      fn.sum<number | string | null>("stays").as("stays"),
      fn.sum<number | string | null>("voids").as("voids"),
      fn.sum<number | string | null>("total_seconds").as("total_seconds"),
    ])
    .where("period", "=", "day")
    .where("lot_id", "=", key.lotId)
    .where("starts_at", ">=", key.startsAt.toISOString())
    .where("starts_at", "<", key.endsAt.toISOString())
    .executeTakeFirst();
  return {
    stays: Number(sums?.stays ?? 0),
    voids: Number(sums?.voids ?? 0),
    total_seconds: Number(sums?.total_seconds ?? 0),
    distinct_plates: null,
    p50_seconds: null,
    p90_seconds: null,
    p95_seconds: null,
  };
}

/** The peak of a period longer than an hour, from the peaks of its hours. */
export async function peakOfHours(db: Transaction<Tables>, key: RollupKey): Promise<number> {
  const { peak } = await db
    .selectFrom("rollups")
    .select(({ fn }) => fn.max<number | null>("peak_occupancy").as("peak"))
    .where("period", "=", "hour")
    .where("lot_id", "=", key.lotId)
    .where("starts_at", ">=", key.startsAt.toISOString())
    .where("starts_at", "<", key.endsAt.toISOString())
    .executeTakeFirstOrThrow();
  return peak ?? 0;
}

const numberOf = (value: number | string | null | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);
