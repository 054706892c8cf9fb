import { FATES } from "@boomgate/contracts";
import { z } from "zod";
import type { KeptRead } from "../store/reads/read-ledger.js";

const READ = {
  kind: "exit",
  lot_id: "main",
  vehicle_plate: "AB123CD",
  event_id: "x1",
  date_time: "2026-11-20T09:30:30.500Z",
  state: "closed",
  revision: 1_763_683_200_123,
  stay_id: "s-tkviyfvhedc5wtjrnqf2g4sbul",
  gate_id: "north-1",
  confidence: 0.97,
  first_seen_at: "2026-11-20T09:30:31.020Z",
} as const;

export const readSchema = z
  .object({
    kind: z.enum(["entry", "exit"]),
    lot_id: z.string(),
    vehicle_plate: z
      .string()
      .describe("As it is compared; empty where no plate was read; with PLATE_PEPPER its hash"),
    event_id: z.string().describe("The id that the camera gave"),
    date_time: z.string().describe("Clock of the gate, UTC"),
    state: z
      .enum([...FATES, "parked"])
      .describe("What became of the read so far; parked: it was never accepted"),
    revision: z.int().optional().describe("Grows when a later event changes the state"),
    stay_id: z
      .string()
      .optional()
      .describe("Of a closed read its stay, of a voided exit the stay it lost"),
    plate_read: z.string().optional().describe("As the camera wrote it, where that differs"),
    gate_id: z.string().optional(),
    confidence: z.number().optional(),
    candidates: z
      .array(z.object({ plate: z.string(), confidence: z.number().optional() }))
      .optional(),
    parked_code: z.string().optional().describe("Why the event was parked last"),
    parked_at: z.string().optional(),
    first_seen_at: z.string().describe("When the ledger got the first outcome of the read"),
  })
  .meta({ id: "Read", description: "What became of one read", examples: [READ] });

export const readPageSchema = z
  .object({
    reads: z.array(readSchema),
    next_cursor: z.string().nullable().describe("For the next page; null: this is the last"),
  })
  .meta({
    id: "ReadPage",
    description: "Reads, newest first",
    examples: [{ reads: [READ], next_cursor: null }],
  });

export const readCountsSchema = z
  .object({
    counts: z.array(
      z.object({
        kind: z.enum(["entry", "exit"]),
        state: z.enum([...FATES, "parked"]),
        count: z.int(),
      }),
    ),
  })
  .meta({
    id: "ReadCounts",
    description: "How many reads there are of each state",
    examples: [{ counts: [{ kind: "exit", state: "unmatched", count: 12 }] }],
  });

export const readToWire = (read: KeptRead): z.input<typeof readSchema> => ({
  kind: read.kind,
  lot_id: read.lotId,
  vehicle_plate: read.plate,
  event_id: read.id,
  date_time: read.at.toISOString(),
  state: read.fate ?? "parked",
  revision: read.revision,
  stay_id: read.stayId,
  plate_read: read.plateRead,
  gate_id: read.gateId,
  confidence: read.confidence,
  candidates: read.candidates?.map(({ plate, confidence }) => ({ plate, confidence })),
  parked_code: read.parked?.code,
  parked_at: read.parked?.at.toISOString(),
  first_seen_at: read.firstSeenAt.toISOString(),
});
