import type { z } from "zod";
import { ContractError } from "./contract-error.js";
import { eventId, instant, PLATE_PROBLEM } from "./fields.js";
import { type EventReading, NO_PLATE, readPlate, spellingOf } from "./event-plate.js";
import { type OptionalField, type OptionalValues, readOptionalFields } from "./optional-fields.js";
import { isPlainId, readInstant } from "./plain-fields.js";

/** The fields that entry and exit events share, parsed. */
export interface ReadEvent extends OptionalValues {
  readonly kind: "read";
  readonly id: string;
  readonly plate: string;
  readonly plateRead: string | undefined;
  readonly at: Date;
}

/** A camera saw a car and read no plate: an event to count, and nothing to pair. */
export interface NoPlateEvent {
  readonly kind: "no_plate";
  readonly id: string;
  readonly at: Date;
  readonly lotId: string;
  readonly gateId: string | undefined;
  readonly ignored: readonly OptionalField[] | undefined;
}

/**
 * Required fields decide, optional ones never refuse.
 * @param timeField - name of the field with the time: "entry_date_time"
 * @throws {ContractError} naming every required field that breaks the contract, without its value
 */
export function readEvent(
  what: string,
  body: unknown,
  timeField: "entry_date_time" | "exit_date_time",
  reading: EventReading,
): ReadEvent | NoPlateEvent {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new ContractError(what, ["body: must be a JSON object"]);
  }
  const fields = body as Readonly<Record<string, unknown>>;
  const optional = readOptionalFields(fields, reading.lots);
  const { id, vehicle_plate: raw } = fields;
  const plate = readPlate(raw, optional.lotId, reading);
  const atMs = readInstant(fields[timeField]);
  if (plate === undefined || atMs === undefined || !isPlainId(id)) {
    const problems = [
      ...problemsOf("id", eventId, id),
      ...(plate === undefined ? [`vehicle_plate: ${plateProblem(raw)}`] : []),
      ...problemsOf(timeField, instant, fields[timeField]),
    ];
    if (problems.length > 0) throw new ContractError(what, problems);
  }
  if (plate === NO_PLATE) {
    return {
      kind: "no_plate",
      id: id as string,
      at: new Date(atMs as number),
      lotId: optional.lotId,
      gateId: optional.gateId,
      ignored: optional.ignored,
    };
  }
  // Written out: a spread of the optional fields takes longer than the rest.
  return {
    kind: "read",
    id: id as string,
    plate: plate as string,
    plateRead: spellingOf(raw, plate as string),
    lotId: optional.lotId,
    gateId: optional.gateId,
    confidence: optional.confidence,
    candidates: optional.candidates,
    ignored: optional.ignored,
    at: new Date(atMs as number),
  };
}

const plateProblem = (raw: unknown) =>
  typeof raw === "string" ? PLATE_PROBLEM : "must be a string";

function problemsOf(field: string, schema: z.ZodType, value: unknown): string[] {
  const result = schema.safeParse(value);
  return result.success ? [] : result.error.issues.map(({ message }) => `${field}: ${message}`);
}
