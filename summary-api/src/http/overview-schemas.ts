import { z } from "zod";
import type { Hours } from "../overview/overview.js";
import { lot, oneOf, parameters } from "./parameters.js";

const HOURS: Readonly<Record<string, Hours>> = { 1: 1, 6: 6, 24: 24 };

export const overviewQuery = parameters({
  hours: oneOf("1", "6", "24")
    .default("24")
    .transform((text): Hours => HOURS[text] ?? 24),
  lot: lot.optional(),
});

/** With `lot`, only the count of cars inside is limited to that lot. */
export const pipelineQuery = parameters({ lot: lot.optional() });

const count = z.int().min(0);
const perStep = (what: string) => z.array(count).describe(what);

export const overviewSchema = z
  .object({
    from: z.string().describe("Up to ten minutes before the hours asked for"),
    to: z
      .string()
      .describe("End of the last step: now, or the newest stay when that is more than a day old"),
    step_seconds: z.int(),
    exited: perStep("Closed stays that ended within the step"),
    inside: perStep("Cars that were inside at the end of the step and have left since"),
    counted: z
      .array(count.nullable())
      .describe("Cars inside as the backends counted them; null where they were not asked"),
    durations: z.array(z.object({ below_seconds: z.int().nullable(), stays: count })),
    closed: count,
    void: count,
    corrected: count,
    mean_seconds: z.number().nullable(),
    lots: z.array(z.string()).describe("Lots with a stay within the time, at most 200"),
  })
  .meta({
    id: "Overview",
    description: "The last hours in steps",
    examples: [
      {
        from: "2026-11-20T09:00:00.000Z",
        to: "2026-11-20T09:03:00.000Z",
        step_seconds: 60,
        exited: [4, 0, 2],
        inside: [12, 13, 11],
        counted: [14, 14, null],
        durations: [
          { below_seconds: 900, stays: 1 },
          { below_seconds: null, stays: 5 },
        ],
        closed: 6,
        void: 1,
        corrected: 0,
        mean_seconds: 5_400,
        lots: ["main"],
      },
    ],
  });

const pipelineSchema = z
  .object({
    asked: count.describe("Backends"),
    answered: count,
    told_at: z.string(),
    since: z.string().nullable().describe("Start of the first backend; counts of reads begin here"),
    processing_seconds: z
      .object({ p50: z.number(), p95: z.number(), p99: z.number() })
      .nullable()
      .describe("From delivery of an event to its settlement, over the last minute"),
    events_per_second: z.number().nullable(),
    in_hand: z.number(),
    queues: z.record(z.string(), z.number()).describe("Messages waiting, by queue"),
    inside: count
      .nullable()
      .describe(
        "Cars inside: open stays that began within OCCUPANCY_WINDOW_MS of the backends; null while they have not counted, or not this lot by its name",
      ),
    unmatched: z.number().describe("Exits without an entry so far"),
    held: z.array(z.string()).describe("Dependencies that events wait for"),
  })
  .meta({
    id: "Pipeline",
    description: "Figures of the backends, from their metrics",
    examples: [
      {
        asked: 2,
        answered: 2,
        told_at: "2026-11-20T09:30:31.020Z",
        since: "2026-11-20T08:00:00.000Z",
        processing_seconds: { p50: 0.004, p95: 0.009, p99: 0.02 },
        events_per_second: 19.5,
        in_hand: 3,
        queues: { vehicle_entries: 0, vehicle_exits: 12 },
        inside: 214,
        unmatched: 31,
        held: [],
      },
    ],
  });

export const watchedSchema = z
  .object({
    watched: z.boolean().describe("false: BACKEND_METRICS_URL is not set"),
    pipeline: pipelineSchema.nullable().describe("null: no backend has answered yet"),
  })
  .meta({
    id: "Watched",
    description: "Figures of the backends, where they are asked",
    examples: [{ watched: false, pipeline: null }],
  });
