import { ContractError } from "./contract-error.js";
import { MAX_EVENT_BYTES } from "./json-body.js";
import { readOutcomeBySchema } from "./outcome-schema.js";
import { readPlainOutcome } from "./plain-outcome.js";
import { isParkedOutcome, type ReadOutcome } from "./read-outcome.js";

/** The format of the message; another number is another format. */
export const OUTCOMES_CONTENT_TYPE = "application/vnd.boomgate.outcomes+json;v=1";

/** Outcomes in one message. */
export const MAX_OUTCOMES = 500;
/** Of one message: outcomes of a few hundred bytes each. */
export const MAX_OUTCOMES_BYTES = 2_097_152;

const WHAT = "message of outcomes";
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
const toWire = (outcome: ReadOutcome) => {
  const isParked = isParkedOutcome(outcome);
  return {
    kind: outcome.kind,
    lot_id: outcome.lotId,
    vehicle_plate: outcome.plate,
    id: outcome.id,
    date_time: outcome.at.toISOString(),
    parked_code: isParked ? outcome.parkedCode : undefined,
    parked_at: isParked ? outcome.parkedAt.toISOString() : undefined,
    fate: isParked ? undefined : outcome.fate,
    revision: isParked ? undefined : outcome.revision,
    stay_id: isParked ? undefined : outcome.stayId,
    plate_read: outcome.plateRead,
    gate_id: outcome.gateId,
    confidence: outcome.confidence,
    candidates: outcome.candidates,
  };
};

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
  const plain = isRecord(element) ? readPlainOutcome(element) : undefined;
  if (plain !== undefined) return plain;
  const read = readOutcomeBySchema(element);
  if (!("issues" in read)) return read;
  const problems = read.issues.map(
    ({ path, message }) => `${[index, ...path].join(".")}: ${message}`,
  );
  throw new ContractError(WHAT, problems);
}

const isRecord = (element: unknown): element is Readonly<Record<string, unknown>> =>
  typeof element === "object" && element !== null;
