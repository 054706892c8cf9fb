import {
  canonicalName,
  FATES,
  isPrintable,
  NO_LOOK_ALIKES,
  normalisePlate,
} from "@boomgate/contracts";
import { z } from "zod";

const STATUS = {
  id: "x1",
  type: "exit",
  status: "closed",
  since: "2026-11-20T09:30:31.020Z",
  stay_id: "s-tkviyfvhedc5wtjrnqf2g4sbul",
} as const;

const fields = {
  id: z.string(),
  type: z.enum(["entry", "exit"]),
  status: z
    .enum(["queued", ...FATES, "parked", "unknown"])
    .describe(
      "queued: accepted, and not processed as far as is known; unknown: accepted, and nobody knows what became of it",
    ),
  since: z.string().describe("When it got this status"),
  stay_id: z.string().optional(),
  code: z.string().optional().describe("Why the event was parked last"),
  reason: z.string().optional(),
};

export const statusSchema = z
  .object(fields)
  .meta({ id: "EventStatus", description: "What has become of an event", examples: [STATUS] });

export const statusListSchema = z
  .object({
    events: z.array(
      z.object({
        ...fields,
        lot_id: z.string(),
        date_time: z.string().describe("Clock of the gate, UTC"),
      }),
    ),
    next_cursor: z.string().nullable().describe("For the next page; null: this is the last"),
  })
  .meta({
    id: "EventStatuses",
    description: "Events that fit, newest first, 100 at most",
    examples: [
      {
        events: [{ ...STATUS, lot_id: "main", date_time: "2026-11-20T09:30:30.500Z" }],
        next_cursor: null,
      },
    ],
  });

const once = z.string({ error: "must be given once" });
const printable = (max: number) =>
  once
    .min(1, { error: `must have 1 to ${max} characters`, abort: true })
    .max(max, { error: `must have 1 to ${max} characters`, abort: true })
    .refine(isPrintable, { error: "must not hold control characters" });

const LONGEST_WAIT_SECONDS = 30;
const WAIT = { error: `must be a number of seconds from 0 to ${LONGEST_WAIT_SECONDS}` };

export const statusQuery = z.strictObject({
  wait: z.coerce
    .number(WAIT)
    .min(0, WAIT)
    .max(LONGEST_WAIT_SECONDS, WAIT)
    .default(0)
    .describe("Seconds to wait while the event is queued"),
});

const MOST_LISTED = 100;
const LIMIT = { error: `must be a whole number from 1 to ${MOST_LISTED}` };

const listed = z.strictObject({
  id: printable(128)
    .optional()
    .describe("As its sender gave it; an id may be used again at another time"),
  status: z
    .literal("parked", { error: "may be parked" })
    .optional()
    .describe("Events that could not be processed; needed without an id"),
  limit: z.coerce
    .number(LIMIT)
    .int(LIMIT)
    .min(1, LIMIT)
    .max(MOST_LISTED, LIMIT)
    .default(MOST_LISTED),
  cursor: once.max(2_048, { error: "is not a cursor" }).optional().describe("Of the page before"),
  type: z.enum(["entry", "exit"], { error: "must be entry or exit" }).optional(),
  lot: printable(64)
    .refine((lot) => canonicalName(lot) !== undefined, {
      error: "must hold something that can be seen",
    })
    .optional(),
  plate: once
    .refine((plate) => normalisePlate(plate, NO_LOOK_ALIKES) !== undefined, {
      error: "must hold 1 to 24 letters or digits",
    })
    .optional(),
});

export const listQuery = listed
  .refine(({ id, status }) => id !== undefined || status !== undefined, {
    path: ["id"],
    error: "must be given, or status=parked",
  })
  .refine(({ status, cursor }) => status !== undefined || cursor === undefined, {
    path: ["cursor"],
    error: "belongs to status=parked",
  });
