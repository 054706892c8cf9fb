import { z } from "zod";
import { ITEM_CODES } from "../domain/item-result.js";

const RECEIPT = "bg1.Jq0bW9cVvXkAAAAAAAAB2nVb1w";

const EVENT = {
  type: "entry",
  id: "e1",
  vehicle_plate: "AB 123-CD",
  entry_date_time: "2026-11-20T08:00:00Z",
} as const;
const NAMELESS = { vehicle_plate: "AB 123-CD", exit_date_time: "2026-11-20T09:30:30.500Z" };

const eventSchema = z
  .looseObject({
    type: z.enum(["entry", "exit"]).optional().describe("Left out: by the time that is there"),
    id: z
      .string()
      .nullish()
      .describe("Up to 128 characters; left out: made of account, type, plate, time, lot and gate"),
    vehicle_plate: z
      .string()
      .nullable()
      .describe("Any spelling; null, and words such as `unknown`, mean that no plate was read"),
    entry_date_time: z.string().optional().describe("RFC 3339 with a zone"),
    exit_date_time: z.string().optional().describe("RFC 3339 with a zone"),
    lot_id: z.string().optional().describe("`main` when left out"),
    gate_id: z.string().optional(),
    confidence: z.union([z.number(), z.string()]).optional().describe("0 to 1"),
    candidates: z.array(z.unknown()).optional().describe("Other plates the camera considered"),
  })
  .meta({ id: "Event", description: "A vehicle drove in or out", examples: [EVENT, NAMELESS] });

export const intakeBodySchema = z.union([eventSchema, z.array(eventSchema)]).meta({
  description:
    "One event, or an array of up to 1,000; also as lines of JSON (application/x-ndjson). At most 1 MiB, also after expansion from gzip or deflate.",
  examples: [EVENT, [EVENT, NAMELESS]],
});

const queuedSchema = z.object({
  index: z.int().describe("Place of the event in the body, from 0"),
  id: z.string(),
  status: z.literal("queued"),
  receipt: z
    .string()
    .describe(`Asks later what became of the event: \`GET /api/v1/events/{receipt}\``),
  ignored_fields: z
    .array(z.string())
    .optional()
    .describe("Optional fields whose value could not be read"),
});
const ignoredSchema = z.object({
  index: z.int(),
  status: z.literal("ignored"),
  code: z.literal("NO_PLATE"),
});
const refusedSchema = z.object({
  index: z.int(),
  status: z.literal("refused"),
  code: z.enum(ITEM_CODES),
  detail: z.string(),
  retry: z.boolean().describe("Whether it may be taken when it is sent again as it is"),
});

export const intakeAnswerSchema = z
  .object({
    accepted: z.int(),
    refused: z.int(),
    events: z.array(z.union([queuedSchema, ignoredSchema, refusedSchema])),
  })
  .meta({
    id: "EventResults",
    examples: [
      {
        accepted: 1,
        refused: 1,
        events: [
          { index: 0, id: "e1", status: "queued", receipt: RECEIPT },
          {
            index: 1,
            status: "refused",
            code: "CONTRACT_BROKEN",
            detail:
              "exit_date_time: must be an RFC 3339 date with a zone, in the years 2000 to 2099",
            retry: false,
          },
        ],
      },
    ],
  });
