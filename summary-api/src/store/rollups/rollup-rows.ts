import type { Selectable } from "kysely";
import type { Rollup } from "../../rollups/rollup.js";
import type { Tables } from "../tables.js";

type Row = Selectable<Tables["rollups"]> & { readonly is_stale: number };

export const rollupOf = (row: Row): Rollup => ({
  period: row.period,
  lotId: row.lot_id,
  startsAt: new Date(row.starts_at),
  endsAt: new Date(row.ends_at),
  stays: row.stays,
  voids: row.voids,
  distinctPlates: row.distinct_plates ?? undefined,
  totalSeconds: row.total_seconds,
  p50Seconds: row.p50_seconds ?? undefined,
  p90Seconds: row.p90_seconds ?? undefined,
  p95Seconds: row.p95_seconds ?? undefined,
  peakOccupancy: row.peak_occupancy,
  computedAt: new Date(row.computed_at),
  isCurrent: row.is_stale === 0,
});
