import { LONGEST_STAY_SECONDS } from "./fields.js";
import { isPlainName } from "./lot-name.js";
import { isPlainId, readInstant } from "./plain-fields.js";
import { NO_LOOK_ALIKES } from "./plate-folding.js";
import { normalisePlate } from "./plate.js";
import { stayIdOf } from "./stay-id.js";
import type { ClosedStay } from "./stay.js";

const MAX_DURATION_TEXT = 64;

/**
 * Reads a closed stay without unusual values, as nearly all are: the schema was the largest part of the cost
 * of reading an array of stays.
 * @returns what the schema makes of it; `undefined` when the schema has to read it
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
  const plate = typeof rawPlate === "string" ? normalisePlate(rawPlate, NO_LOOK_ALIKES) : undefined;
  const exitPlate =
    rawExitPlate === rawPlate
      ? plate
      : typeof rawExitPlate === "string"
        ? normalisePlate(rawExitPlate, NO_LOOK_ALIKES)
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
