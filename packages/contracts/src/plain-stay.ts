import { LONGEST_STAY_SECONDS } from "./fields.js";
import { isPlainId, isPlainName, readInstant } from "./plain-fields.js";
import { normalisePlate } from "./plate.js";
import { stayIdOf } from "./stay-id.js";
import type { ClosedStay } from "./stay.js";

const MAX_DURATION_TEXT = 64;

/**
 * Reads a closed stay in which nothing is unusual. Nearly all are so, and the schema was the largest part of
 * what an array of them costs.
 * @returns what the schema makes of it; `undefined` when only the schema can tell what it is
 */
export function readPlainStay(body: Readonly<Record<string, unknown>>): ClosedStay | undefined {
  const { stay_id: stayId, lot_id: lotId, vehicle_plate: rawPlate, revision } = body;
  const { entry_event_id: entryEventId, duration_seconds: durationSeconds, duration } = body;
  const { exit_event_id: exitEventId, exit_plate: rawExitPlate } = body;
  if (!isPlainId(stayId) || !isPlainId(exitEventId)) return undefined;
  if (!isPlainId(entryEventId)) return undefined;
  if (!isPlainName(lotId)) return undefined;
  if (!isRevision(revision) || !isDuration(durationSeconds)) return undefined;
  if (typeof duration !== "string" || duration.length > MAX_DURATION_TEXT) return undefined;
  const plate = typeof rawPlate === "string" ? normalisePlate(rawPlate) : undefined;
  const exitPlate =
    rawExitPlate === rawPlate
      ? plate
      : typeof rawExitPlate === "string"
        ? normalisePlate(rawExitPlate)
        : undefined;
  const enteredMs = readInstant(body["entry_date_time"]);
  const exitedMs = readInstant(body["exit_date_time"]);
  if (plate === undefined || exitPlate === undefined) return undefined;
  if (enteredMs === undefined || exitedMs === undefined) return undefined;
  const exitedAt = new Date(exitedMs);
  if (stayIdOf({ lotId, exitEventId, exitedAt }) !== stayId) return undefined;
  return {
    stayId,
    revision,
    lotId,
    plate,
    exitPlate,
    exitEventId,
    exitedAt,
    status: "closed",
    entryEventId,
    enteredAt: new Date(enteredMs),
    durationSeconds,
  };
}

const isRevision = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) > 0;

const isDuration = (value: unknown): value is number =>
  typeof value === "number" && value >= 0 && value <= LONGEST_STAY_SECONDS;
