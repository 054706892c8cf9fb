import { z } from "zod";
import { PERIODS } from "../rollups/calendar.js";
import { cursor, instant, limit, lot, oneOf, parameters } from "./parameters.js";

export const rollupQuery = parameters({
  period: oneOf(...PERIODS),
  lot: lot.optional(),
  from: instant.optional().describe("Buckets that end after this instant"),
  to: instant.optional().describe("Buckets that begin before this instant"),
  limit,
  cursor: cursor.optional().describe("`next_cursor` of the page before"),
});

const unknownWhenPartlyGone = z
  .number()
  .nullable()
  .describe("null: there was no stay, or it is not `complete`");

const ROLLUP = {
  period: "day",
  lot_id: "main",
  from: "2026-11-19T23:00:00.000Z",
  to: "2026-11-20T23:00:00.000Z",
  stays: 412,
  void: 2,
  distinct_plates: 398,
  total_duration_seconds: 2_224_800,
  mean_duration_seconds: 5_400,
  p50_duration_seconds: 4_980,
  p90_duration_seconds: 9_720,
  p95_duration_seconds: 12_600.5,
  peak_occupancy: 137,
  computed_at: "2026-11-20T23:00:02.114Z",
  complete: true,
  current: true,
} as const;

export const rollupSchema = z
  .object({
    period: z.enum(PERIODS),
    lot_id: z.string(),
    from: z.string().describe("Beginning, inclusive; days of a clock change have 23 or 25 hours"),
    to: z.string().describe("End, exclusive"),
    stays: z.int().describe("Closed stays whose exit lies in it"),
    void: z.int().describe("Stays that were announced and taken back"),
    distinct_plates: unknownWhenPartlyGone,
    total_duration_seconds: z.number(),
    mean_duration_seconds: z.number().nullable(),
    p50_duration_seconds: unknownWhenPartlyGone,
    p90_duration_seconds: unknownWhenPartlyGone,
    p95_duration_seconds: unknownWhenPartlyGone,
    peak_occupancy: z.int().describe("Most cars of closed stays there at the same time"),
    computed_at: z.string(),
    complete: z
      .boolean()
      .describe(
        "false: raw stays of a part of it were deleted before it was computed; what adds up is exact all the same, " +
          "distinct plates and percentiles are null",
      ),
    current: z.boolean().describe("false: stays changed since, it will be computed again"),
  })
  .meta({
    id: "Rollup",
    description: "One lot in one hour, day, month or year of the time zone",
    examples: [ROLLUP],
  });

export const rollupPageSchema = z
  .object({
    time_zone: z.string().describe("Of all lots"),
    rollups: z.array(rollupSchema),
    next_cursor: z.string().nullable().describe("For the next page; null: this is the last"),
  })
  .meta({
    id: "RollupPage",
    description: "Rollups, oldest first",
    examples: [{ time_zone: "Europe/Berlin", rollups: [ROLLUP], next_cursor: null }],
  });
