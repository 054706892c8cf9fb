import { z } from "zod";
import { ContractError } from "./contract-error.js";
import { MAX_EVENT_BYTES } from "./json-body.js";
import { eventId, instant, isPrintable, lotId } from "./fields.js";
import { MAX_NAME_LENGTH } from "./lot-name.js";
import { NO_LOOK_ALIKES } from "./plate-folding.js";
import { MAX_CANDIDATES } from "./candidates.js";
import { normalisePlate } from "./plate.js";
import { FATES, isParkedOutcome, type ReadOutcome } from "./read-outcome.js";

/** The format of the message; another number is another format. */
export const OUTCOMES_CONTENT_TYPE = "application/vnd.boomgate.outcomes+json;v=1";

/** Outcomes in one message. */
export const MAX_OUTCOMES = 500;
/** Of one message: outcomes of a few hundred bytes each. */
export const MAX_OUTCOMES_BYTES = 2_097_152;

const WHAT = "message of outcomes";
const MAX_READ_TEXT = 64;
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** @param outcomes - `MAX_OUTCOMES` at most */
export const encodeOutcomes = (outcomes: readonly ReadOutcome[]): Buffer =>
  bodyOf(outcomes.map(textOf));

const textOf = (outcome: ReadOutcome) => JSON.stringify(toWire(outcome));
const bodyOf = (texts: readonly string[]) => Buffer.from(`[${texts.join(",")}]`);

/**
 * The bodies of as many messages as outcomes need, in their order: each holds `MAX_OUTCOMES` at most, and fits a broker
 * that takes no larger message than an event.
 */
export function packOutcomes(outcomes: readonly ReadOutcome[]): readonly Buffer[] {
  const bodies: Buffer[] = [];
  let texts: string[] = [];
  let bytes = 2;
  for (const text of outcomes.map(textOf)) {
    const size = Buffer.byteLength(text) + 1;
    if (texts.length === MAX_OUTCOMES || (texts.length > 0 && bytes + size > MAX_EVENT_BYTES)) {
      bodies.push(bodyOf(texts));
      texts = [];
      bytes = 2;
    }
    texts.push(text);
    bytes += size;
  }
  return texts.length === 0 ? bodies : [...bodies, bodyOf(texts)];
}

/** Written out, as it is encoded for every event; fields that are undefined are left out by JSON. */
const toWire = (outcome: ReadOutcome) => ({
  kind: outcome.kind,
  lot_id: outcome.lotId,
  vehicle_plate: outcome.plate,
  id: outcome.id,
  date_time: outcome.at.toISOString(),
  ...(isParkedOutcome(outcome)
    ? { parked_code: outcome.parkedCode, parked_at: outcome.parkedAt.toISOString() }
    : { fate: outcome.fate, revision: outcome.revision, stay_id: outcome.stayId }),
  plate_read: outcome.plateRead,
  gate_id: outcome.gateId,
  confidence: outcome.confidence,
  candidates: outcome.candidates,
});

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

/**
 * @param contentType - of the message; one of another format or number is not read as this one
 * @throws {ContractError} also for one element that breaks the contract, by its place, without its values
 */
export function decodeOutcomes(contentType: string | undefined, body: Uint8Array): ReadOutcome[] {
  if (contentType !== OUTCOMES_CONTENT_TYPE) {
    throw new ContractError(WHAT, [`content type: must be ${OUTCOMES_CONTENT_TYPE}`]);
  }
  const elements = parseArray(body);
  if (elements.length > MAX_OUTCOMES) {
    throw new ContractError(WHAT, [`body: must hold at most ${MAX_OUTCOMES} outcomes`]);
  }
  return elements.map(readOutcome);
}

function parseArray(body: Uint8Array): readonly unknown[] {
  if (body.byteLength > MAX_OUTCOMES_BYTES) {
    throw new ContractError(WHAT, [`body: must have at most ${MAX_OUTCOMES_BYTES} bytes`]);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(utf8.decode(body));
  } catch {
    throw new ContractError(WHAT, ["body: must be JSON in UTF-8"]); // its own text would echo the body
  }
  if (Array.isArray(parsed)) return parsed;
  throw new ContractError(WHAT, ["body: must be an array"]);
}

function readOutcome(element: unknown, index: number): ReadOutcome {
  const isParked = typeof element === "object" && element !== null && "parked_code" in element;
  const result = (isParked ? parkedSchema : fateSchema).safeParse(element);
  if (!result.success) {
    const problems = result.error.issues.map(
      ({ path, message }) => `${[index, ...path].join(".")}: ${message}`,
    );
    throw new ContractError(WHAT, problems);
  }
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
