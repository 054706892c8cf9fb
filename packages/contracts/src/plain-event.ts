import { isPlainId, isPlainName, readInstant } from "./plain-fields.js";
import { normalisePlate } from "./plate.js";
import type { CommonFields } from "./vehicle-event-schema.js";

interface PlainEvent extends CommonFields {
  readonly at: Date;
}

/**
 * Reads an event in which nothing is unusual, as nearly all are.
 * @param timeField - where the time of its kind stands
 * @returns what the schema makes of it; `undefined` when only the schema can tell what it is
 */
export function readPlainEvent(
  body: unknown,
  timeField: "entry_date_time" | "exit_date_time",
): PlainEvent | undefined {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return undefined;
  const fields = body as Readonly<Record<string, unknown>>;
  const { id, vehicle_plate: rawPlate, lot_id, gate_id, confidence } = fields;
  if (!isPlainId(id)) return undefined;
  if (lot_id !== undefined && !isPlainName(lot_id)) return undefined;
  if (gate_id !== undefined && !isPlainName(gate_id)) return undefined;
  if (confidence !== undefined && !isShare(confidence)) return undefined;
  const vehicle_plate = typeof rawPlate === "string" ? normalisePlate(rawPlate) : undefined;
  const atMs = readInstant(fields[timeField]);
  if (vehicle_plate === undefined || atMs === undefined) return undefined;
  return { id, vehicle_plate, lot_id, gate_id, confidence, at: new Date(atMs) };
}

const isShare = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && value <= 1;
