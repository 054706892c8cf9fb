import { normalisePlate, parseInstant } from "@boomgate/contracts";
import { z } from "zod";
import { parseCursor } from "./cursor.js";

/** A stay as the API shows it; a void has no entry and no duration. */
export const staySchema = z
  .object({
    stay_id: z.string(),
    revision: z.int(),
    status: z.enum(["closed", "void"]),
    lot_id: z.string(),
    vehicle_plate: z.string(),
    entry_event_id: z.string().optional(),
    exit_event_id: z.string(),
    entry_date_time: z.string().optional(),
    exit_date_time: z.string(),
    duration_seconds: z.number().optional(),
    duration: z.string().optional(),
    received_at: z.string(),
    corrections: z.int().optional().describe("Earlier revisions that this one replaced"),
    superseded_at: z.string().optional(),
  })
  .describe("One revision of a stay");

const instant = z.string().transform((text, context) => {
  const ms = parseInstant(text);
  if (ms !== undefined) return new Date(ms);
  context.addIssue({ code: "custom", message: "must be an RFC 3339 date with a zone" });
  return z.NEVER;
});

const plate = z.string().transform((text, context) => {
  const normalised = normalisePlate(text);
  if (normalised !== undefined) return normalised;
  context.addIssue({ code: "custom", message: "must hold 1 to 16 letters or digits" });
  return z.NEVER;
});

const cursor = z
  .string()
  .max(1_024)
  .transform((text, context) => {
    const place = parseCursor(text);
    if (place !== undefined) return place;
    context.addIssue({ code: "custom", message: "is not a cursor of this list" });
    return z.NEVER;
  });

export const listQuery = z.object({
  plate: plate.optional().describe("Any spelling"),
  lot: z.string().min(1).max(64).optional(),
  status: z.enum(["closed", "void"]).optional(),
  from: instant.optional().describe("Exit at or after this instant"),
  to: instant.optional().describe("Exit before this instant"),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  cursor: cursor.optional().describe("`next_cursor` of the page before"),
});

export const storeResultSchema = z.object({
  received: z.int(),
  stored: z.int(),
  known: z.int(),
  rejected: z.array(z.object({ index: z.int(), code: z.string(), detail: z.string() })),
});

export const statsSchema = z.object({
  received: z.int().describe("Summaries received by this process since its start"),
  stored: z.int(),
  known: z.int(),
  rejected: z.int(),
  closed: z.int().describe("Closed stays in the database"),
  void: z.int().describe("Void stays in the database"),
  open_batches: z.int(),
  last_commit: z.string().nullable(),
});
