import { z } from "zod";
import { MAX_CANDIDATES } from "./candidates.js";
import { eventId, instant, isPrintable, lotId } from "./fields.js";
import { MAX_NAME_LENGTH } from "./lot-name.js";
import { NO_LOOK_ALIKES } from "./plate-folding.js";
import { normalisePlate } from "./plate.js";
import { FATES, type ReadOutcome } from "./read-outcome.js";

const MAX_READ_TEXT = 64;

const text = (max: number) =>
  z.string().min(1).max(max).refine(isPrintable, { error: "must not hold control characters" });

const plate = z.string().refine((raw) => normalisePlate(raw, NO_LOOK_ALIKES) === raw, {
  error: "must be a plate as it is compared",
});

const common = {
  kind: z.enum(["entry", "exit"]),
  lot_id: lotId,
  id: eventId,
  date_time: instant,
  plate_read: text(MAX_READ_TEXT).optional(),
  gate_id: text(MAX_NAME_LENGTH).optional(),
  confidence: z.number().min(0).max(1).optional(),
  candidates: z
    .array(z.object({ plate, confidence: z.number().min(0).max(1).optional() }))
    .max(MAX_CANDIDATES)
    .optional(),
};

const fateSchema = z
  .object({
    ...common,
    vehicle_plate: plate.or(z.literal("")),
    fate: z.enum(FATES),
    revision: z.int().min(0),
    stay_id: eventId.optional(),
  })
  .refine(({ fate, vehicle_plate }) => (fate === "no_plate") === (vehicle_plate === ""), {
    error: "vehicle_plate: must be empty where no plate was read, and there alone",
  });

const parkedSchema = z.object({
  ...common,
  vehicle_plate: plate,
  parked_code: z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/),
  parked_at: instant,
});

type FateWire = z.output<typeof fateSchema>;
type ParkedWire = z.output<typeof parkedSchema>;

/** @returns the outcome, or all that breaks the contract */
export function readOutcomeBySchema(
  element: unknown,
): ReadOutcome | { readonly issues: readonly z.core.$ZodIssue[] } {
  const isParked = typeof element === "object" && element !== null && "parked_code" in element;
  const result = (isParked ? parkedSchema : fateSchema).safeParse(element);
  if (!result.success) return result.error;
  return isParked ? parkedOf(result.data as ParkedWire) : fateOf(result.data as FateWire);
}

const identityOf = (wire: FateWire | ParkedWire) => ({
  kind: wire.kind,
  lotId: wire.lot_id,
  plate: wire.vehicle_plate,
  id: wire.id,
  at: wire.date_time,
  plateRead: wire.plate_read,
  gateId: wire.gate_id,
  confidence: wire.confidence,
  candidates: wire.candidates,
});

const fateOf = (wire: FateWire): ReadOutcome => ({
  ...identityOf(wire),
  fate: wire.fate,
  revision: wire.revision,
  stayId: wire.stay_id,
});

const parkedOf = (wire: ParkedWire): ReadOutcome => ({
  ...identityOf(wire),
  parkedCode: wire.parked_code,
  parkedAt: wire.parked_at,
});
