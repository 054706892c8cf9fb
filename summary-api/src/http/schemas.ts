import { batchAnswerSchema, EXAMPLE_STAY, rejectedStaySchema } from "@boomgate/contracts";
import { z } from "zod";

const STAY = { ...EXAMPLE_STAY, received_at: "2026-11-20T09:30:31.020Z" } as const;

/** A stay in an answer; a void has no entry and no duration. */
export const staySchema = z
  .object({
    stay_id: z.string(),
    revision: z.int(),
    status: z.enum(["closed", "void"]),
    lot_id: z.string(),
    vehicle_plate: z
      .string()
      .describe("Normalised; with PLATE_PEPPER its hash, `hmac:` and 32 hexadecimal digits"),
    exit_plate: z.string().describe("The plate of the exit as it was read, in the same form"),
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
  .meta({
    id: "Stay",
    description: "One revision of a stay; a void has no entry and no duration",
    examples: [{ ...STAY, corrections: 0 }],
  });

export const stayPageSchema = z
  .object({
    stays: z.array(staySchema),
    next_cursor: z.string().nullable().describe("For the next page; null: this is the last"),
    plate: z.string().optional().describe("The plate asked for, in the form of `vehicle_plate`"),
    plates: z
      .array(
        z.object({
          vehicle_plate: z.string(),
          only_lots: z.array(z.string()).optional(),
          except_lots: z.array(z.string()).optional(),
        }),
      )
      .optional()
      .describe("All its forms, where LOTS_FILE has lots that compare it in another way"),
  })
  .meta({
    id: "StayPage",
    description: "Stays, newest exit first",
    examples: [{ stays: [{ ...STAY, corrections: 0 }], next_cursor: null }],
  });

export const stayHistorySchema = staySchema
  .extend({ revisions: z.array(staySchema).describe("Replaced revisions, newest first") })
  .meta({
    id: "StayHistory",
    description: "A stay with the revisions it replaced",
    examples: [
      {
        ...STAY,
        revision: STAY.revision + 1,
        corrections: 1,
        revisions: [{ ...STAY, superseded_at: "2026-11-20T09:40:00.000Z" }],
      },
    ],
  });

/** The answer of the contract, with all counts required and the codes of this API. */
export const storeResultSchema = batchAnswerSchema
  .required()
  .extend({
    rejected: z.array(
      rejectedStaySchema.extend({
        code: z.enum([
          "CONTRACT_BROKEN",
          "STAY_IN_THE_FUTURE",
          "STAY_TOO_OLD",
          "REVISION_AHEAD",
          "NOT_ITS_STAY",
        ]),
      }),
    ),
  })
  .meta({
    id: "StoreResult",
    description: "The result for an array; valid summaries are stored even if others are rejected",
    examples: [
      {
        received: 3,
        stored: 1,
        known: 1,
        rejected: [
          {
            index: 2,
            code: "CONTRACT_BROKEN",
            detail:
              "stay summary breaks the contract: revision: must be an integer from 1 to 2^53-1",
          },
        ],
      },
    ],
  });

export const statsSchema = z
  .object({
    received: z.int().describe("Summaries received by this process since its start"),
    stored: z.int(),
    known: z.int(),
    rejected: z.int(),
    closed: z.int().describe("Closed stays in the database"),
    void: z.int().describe("Void stays in the database"),
    counted_at: z
      .string()
      .describe("When `closed` and `void` were counted: some time ago where counting takes long"),
    open_batches: z.int().describe("Batches that are being committed"),
    last_commit: z.string().nullable().describe("By this process"),
  })
  .meta({
    id: "Stats",
    description: "Counts of this process and of the database",
    examples: [
      {
        received: 120,
        stored: 100,
        known: 19,
        rejected: 1,
        closed: 4_711,
        void: 3,
        counted_at: "2026-11-20T09:30:31.100Z",
        open_batches: 0,
        last_commit: "2026-11-20T09:30:31.020Z",
      },
    ],
  });
