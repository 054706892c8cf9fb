import { ContractError } from "./contract-error.js";
import type { PlateCandidate } from "./candidates.js";
import { DEFAULT_READING, type EventReading } from "./event-plate.js";
import { parseJsonBody } from "./json-body.js";
import type { OptionalField } from "./optional-fields.js";
import { type NoPlateEvent, readEvent, type ReadEvent } from "./read-event.js";

export { DEFAULT_LOT_ID } from "./optional-fields.js";

/** What entry and exit events have in common. */
interface VehicleEvent {
  /** As its camera gave it; with kind, lot, plate and time it identifies the event. */
  readonly id: string;
  /** As plates of the lot are compared: upper case, no separators: "AB123CD". */
  readonly plate: string;
  /** What was read, where it differs and can be shown: "ab 123-cd"; 64 UTF-16 units at most. */
  readonly plateRead?: string | undefined;
  /** Car park the gate belongs to: "main". */
  readonly lotId: string;
  /** Gate whose camera read the plate: "north-1". */
  readonly gateId?: string | undefined;
  /** How sure the camera is of the plate, 0 to 1. */
  readonly confidence?: number | undefined;
  /** Other plates the camera took into account, 10 at most. */
  readonly candidates?: readonly PlateCandidate[] | undefined;
  /** Optional fields that were given with a value that cannot be read; never sent. */
  readonly ignored?: readonly OptionalField[] | undefined;
}

/** A vehicle drove in. Published by the entry generator or a camera, consumed by the backend. */
export interface EntryEvent extends VehicleEvent {
  readonly kind: "entry";
  /** Gate clock, UTC. On the wire `entry_date_time`: "2026-03-01T08:30:00.000Z". */
  readonly enteredAt: Date;
}

/** A vehicle drove out. Published by the exit generator or a camera, consumed by the backend. */
export interface ExitEvent extends VehicleEvent {
  readonly kind: "exit";
  /** Gate clock, UTC. On the wire `exit_date_time`: "2026-03-01T10:00:30.500Z". */
  readonly exitedAt: Date;
}

/** When the vehicle passed the gate, by the clock of the gate. */
export const passedAt = (event: EntryEvent | ExitEvent): Date =>
  event.kind === "entry" ? event.enteredAt : event.exitedAt;

const ENTRY = "entry event";
const EXIT = "exit event";

/**
 * @returns the event, or that its camera read no plate
 * @throws {ContractError} naming every required field that breaks the contract, without its value
 */
export function readEntryEvent(
  body: unknown,
  reading: EventReading = DEFAULT_READING,
): EntryEvent | NoPlateEvent {
  const fields = readEvent(ENTRY, body, "entry_date_time", reading);
  return fields.kind === "no_plate" ? fields : entryOf(fields);
}

/**
 * @returns the event, or that its camera read no plate
 * @throws {ContractError} naming every required field that breaks the contract, without its value
 */
export function readExitEvent(
  body: unknown,
  reading: EventReading = DEFAULT_READING,
): ExitEvent | NoPlateEvent {
  const fields = readEvent(EXIT, body, "exit_date_time", reading);
  return fields.kind === "no_plate" ? fields : exitOf(fields);
}

/** @throws {ContractError} also when no plate was read */
export const parseEntryEvent = (body: unknown, reading?: EventReading): EntryEvent =>
  withPlate(ENTRY, readEntryEvent(body, reading));

/** @throws {ContractError} also when no plate was read */
export const parseExitEvent = (body: unknown, reading?: EventReading): ExitEvent =>
  withPlate(EXIT, readExitEvent(body, reading));

/** @throws {ContractError} also when no plate was read, and when the bytes are not UTF-8 or not JSON */
export const decodeEntryEvent = (body: Uint8Array, reading?: EventReading): EntryEvent =>
  parseEntryEvent(parseJsonBody(ENTRY, body), reading);

/** @throws {ContractError} also when no plate was read, and when the bytes are not UTF-8 or not JSON */
export const decodeExitEvent = (body: Uint8Array, reading?: EventReading): ExitEvent =>
  parseExitEvent(parseJsonBody(EXIT, body), reading);

function withPlate<E extends EntryEvent | ExitEvent>(what: string, event: E | NoPlateEvent): E {
  if (event.kind !== "no_plate") return event;
  throw new ContractError(what, ["vehicle_plate: says that no plate was read"]);
}

/** The event as it travels: UTF-8 JSON in snake case, the plate as it was read. */
export function encodeEvent(event: EntryEvent | ExitEvent): Buffer {
  return Buffer.from(
    JSON.stringify({
      id: event.id,
      vehicle_plate: event.plateRead ?? event.plate,
      ...(event.kind === "entry"
        ? { entry_date_time: event.enteredAt.toISOString() }
        : { exit_date_time: event.exitedAt.toISOString() }),
      lot_id: event.lotId,
      gate_id: event.gateId,
      confidence: event.confidence,
      candidates: event.candidates,
    }),
  );
}

// Each written out: a spread of what they share takes longer than the rest.
const entryOf = (fields: ReadEvent): EntryEvent => ({
  kind: "entry",
  id: fields.id,
  plate: fields.plate,
  plateRead: fields.plateRead,
  lotId: fields.lotId,
  gateId: fields.gateId,
  confidence: fields.confidence,
  candidates: fields.candidates,
  ignored: fields.ignored,
  enteredAt: fields.at,
});

const exitOf = (fields: ReadEvent): ExitEvent => ({
  kind: "exit",
  id: fields.id,
  plate: fields.plate,
  plateRead: fields.plateRead,
  lotId: fields.lotId,
  gateId: fields.gateId,
  confidence: fields.confidence,
  candidates: fields.candidates,
  ignored: fields.ignored,
  exitedAt: fields.at,
});
