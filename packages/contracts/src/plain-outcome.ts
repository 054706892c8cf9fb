import { isPlainName } from "./lot-name.js";
import { isPlainId, readInstant } from "./plain-fields.js";
import { NO_LOOK_ALIKES } from "./plate-folding.js";
import { normalisePlate } from "./plate.js";
import { FATES, type FateOutcome, type ReadFate } from "./read-outcome.js";

/**
 * Reads a fate without candidates and unusual values, as nearly all outcomes are: the schema was the largest part of
 * the cost of taking outcomes.
 * @returns what the schema makes of it; `undefined` when the schema has to read it
 */
export function readPlainOutcome(wire: Readonly<Record<string, unknown>>): FateOutcome | undefined {
  const { kind, id, fate, revision, lot_id: lotId, vehicle_plate: plate } = wire;
  const { stay_id: stayId, plate_read: plateRead, gate_id: gateId, confidence } = wire;
  if ("parked_code" in wire || wire["candidates"] !== undefined) return undefined;
  if (kind !== "entry" && kind !== "exit") return undefined;
  if (!isPlainId(id) || !isPlainName(lotId)) return undefined;
  if (!isComparedPlate(plate)) return undefined;
  if (!isFateOfPlate(fate) || !isRevision(revision)) return undefined;
  if (stayId !== undefined && !isPlainId(stayId)) return undefined;
  if (plateRead !== undefined && !isPlainName(plateRead)) return undefined;
  if (gateId !== undefined && !isPlainName(gateId)) return undefined;
  if (confidence !== undefined && !isShare(confidence)) return undefined;
  const atMs = readInstant(wire["date_time"]);
  if (atMs === undefined) return undefined;
  return {
    kind,
    lotId,
    plate,
    id,
    at: new Date(atMs),
    plateRead,
    gateId,
    confidence,
    candidates: undefined,
    fate,
    revision,
    stayId,
  };
}

const isComparedPlate = (value: unknown): value is string =>
  typeof value === "string" && normalisePlate(value, NO_LOOK_ALIKES) === value;

/** Not `no_plate`: its plate is empty. */
const isFateOfPlate = (value: unknown): value is ReadFate =>
  value !== "no_plate" && FATES.includes(value as ReadFate);

const isRevision = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

const isShare = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && value <= 1;
