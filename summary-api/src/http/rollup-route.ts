import { ACCESS_PROBLEMS } from "@boomgate/http";
import { DATABASE_PROBLEMS, PROBLEMS } from "./problem-catalogue.js";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import type { z } from "zod";
import type { Rollup } from "../rollups/rollup.js";
import type { RollupStore } from "../rollups/rollup-store.js";
import { formatCursor } from "./cursor.js";
import { rollupPageSchema, rollupQuery, type rollupSchema } from "./rollup-schemas.js";

export function rollupRoute(rollups: RollupStore, timeZone: string): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/api/v1/rollups",
      {
        config: { problems: [PROBLEMS.PARAMETER, ...ACCESS_PROBLEMS, ...DATABASE_PROBLEMS] },
        schema: {
          operationId: "listRollups",
          summary: "What the stays of a lot add up to by hour, day, month or year, oldest first",
          querystring: rollupQuery,
          response: {
            200: rollupPageSchema,
          },
        },
      },
      async ({ query }) => {
        const { limit, cursor, lot, ...rest } = query;
        const place = cursor && { startsAt: cursor.exitedAt, lotId: cursor.stayId };
        const found = await rollups.list({ ...rest, lotId: lot }, limit + 1, place);
        const last = found.length > limit ? found[limit - 1] : undefined;
        return {
          time_zone: timeZone,
          rollups: found.slice(0, limit).map(rollupToWire),
          next_cursor: last ? formatCursor({ exitedAt: last.startsAt, stayId: last.lotId }) : null,
        };
      },
    );
  };
}

const rollupToWire = (rollup: Rollup): z.output<typeof rollupSchema> => ({
  period: rollup.period,
  lot_id: rollup.lotId,
  from: rollup.startsAt.toISOString(),
  to: rollup.endsAt.toISOString(),
  stays: rollup.stays,
  void: rollup.voids,
  distinct_plates: rollup.distinctPlates ?? null,
  total_duration_seconds: toMillis(rollup.totalSeconds),
  mean_duration_seconds: rollup.stays === 0 ? null : toMillis(rollup.totalSeconds / rollup.stays),
  p50_duration_seconds: rollup.p50Seconds ?? null,
  p90_duration_seconds: rollup.p90Seconds ?? null,
  p95_duration_seconds: rollup.p95Seconds ?? null,
  peak_occupancy: rollup.peakOccupancy,
  computed_at: rollup.computedAt.toISOString(),
  complete: rollup.distinctPlates !== undefined,
  current: rollup.isCurrent,
});

/** Digits after these depend on the order in which fractions are added. */
const toMillis = (seconds: number) => Math.round(seconds * 1_000) / 1_000;
