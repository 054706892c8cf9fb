import { parseWith } from "./fields.js";
import { parseJsonBody } from "./json-body.js";
import { readPlainEvent } from "./plain-event.js";
import { type CommonFields, entrySchema, exitSchema } from "./vehicle-event-schema.js";

export const DEFAULT_LOT_ID = "main";

/** What entry and exit events have in common. */
interface VehicleEvent {
  /** Identifies the event together with its kind; a repeat of it carries the same id. */
  readonly id: string;
  /** Normalised: upper case, no separators: "AB123CD". */
  readonly plate: string;
  /** Car park the gate belongs to: "main". */
  readonly lotId: string;
  /** Gate whose camera read the plate: "north-1". */
  readonly gateId?: string | undefined;
  /** How sure the camera is of the plate, 0 to 1. */
  readonly confidence?: number | undefined;
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

/** @throws {ContractError} naming every field that breaks the contract, without its value */
export function parseEntryEvent(body: unknown): EntryEvent {
  const plain = readPlainEvent(body, "entry_date_time");
  if (plain !== undefined) return entryOf(plain, plain.at);
  const wire = parseWith(entrySchema, "entry event", body);
  return entryOf(wire, wire.entry_date_time);
}

/** @throws {ContractError} naming every field that breaks the contract, without its value */
export function parseExitEvent(body: unknown): ExitEvent {
  const plain = readPlainEvent(body, "exit_date_time");
  if (plain !== undefined) return exitOf(plain, plain.at);
  const wire = parseWith(exitSchema, "exit event", body);
  return exitOf(wire, wire.exit_date_time);
}

/** @throws {ContractError} also when the bytes are not UTF-8 or not JSON */
export const decodeEntryEvent = (body: Uint8Array): EntryEvent =>
  parseEntryEvent(parseJsonBody("entry event", body));

/** @throws {ContractError} also when the bytes are not UTF-8 or not JSON */
export const decodeExitEvent = (body: Uint8Array): ExitEvent =>
  parseExitEvent(parseJsonBody("exit event", body));

/** The event as it travels: UTF-8 JSON in snake case. */
export function encodeEvent(event: EntryEvent | ExitEvent): Buffer {
  return Buffer.from(
    JSON.stringify({
      id: event.id,
      vehicle_plate: event.plate,
      ...(event.kind === "entry"
        ? { entry_date_time: event.enteredAt.toISOString() }
        : { exit_date_time: event.exitedAt.toISOString() }),
      lot_id: event.lotId,
      gate_id: event.gateId,
      confidence: event.confidence,
    }),
  );
}

// Each written out: a spread of what they share takes longer than the rest.
const entryOf = (fields: CommonFields, enteredAt: Date): EntryEvent => ({
  kind: "entry",
  id: fields.id,
  plate: fields.vehicle_plate,
  lotId: fields.lot_id ?? DEFAULT_LOT_ID,
  gateId: fields.gate_id,
  confidence: fields.confidence,
  enteredAt,
});

const exitOf = (fields: CommonFields, exitedAt: Date): ExitEvent => ({
  kind: "exit",
  id: fields.id,
  plate: fields.vehicle_plate,
  lotId: fields.lot_id ?? DEFAULT_LOT_ID,
  gateId: fields.gate_id,
  confidence: fields.confidence,
  exitedAt,
});
