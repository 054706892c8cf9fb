import { z } from "zod";
import { ContractError } from "./contract-error.js";
import { formatDuration } from "./duration.js";
import { EXAMPLE_STAY } from "./example-stay.js";
import { eventId, instant, LONGEST_STAY_SECONDS, lotId, parseWith, plate } from "./fields.js";
import { readPlainStay } from "./plain-stay.js";
import { stayIdOf } from "./stay-id.js";
import type { StaySummary } from "./stay.js";

const DURATION = `must be a number of seconds from 0 to ${LONGEST_STAY_SECONDS}`;
const STATUS = 'must be "closed" or "void"';

const common = {
  stay_id: eventId.describe(
    "s- and 26 characters of base 32, hashed from lot_id, exit_event_id and exit_date_time",
  ),
  revision: z
    .int({ error: "must be an integer from 1 to 2^53-1" })
    .positive({ error: "must be an integer from 1 to 2^53-1" })
    .describe("Grows with every correction; the highest is kept"),
  lot_id: lotId,
  vehicle_plate: plate,
  exit_plate: plate.describe("The plate of the exit as it was read; never corrected"),
  exit_event_id: eventId.describe(
    "Id of the exit event the stay belongs to, as its camera gave it",
  ),
  exit_date_time: instant,
};

const closedSchema = z
  .object({
    ...common,
    status: z.literal("closed"),
    entry_event_id: eventId,
    entry_date_time: instant,
    duration_seconds: z
      .number({ error: DURATION })
      .min(0, { error: DURATION })
      .max(LONGEST_STAY_SECONDS, { error: DURATION })
      .describe("From entry to exit; 0 when the exit is stamped before its entry"),
    duration: z
      .string({ error: "must be a string" })
      .max(64, { error: "must be ISO 8601" })
      .describe("ISO 8601; not read, duration_seconds counts"),
  })
  .meta({
    id: "ClosedStaySummary",
    description: "An entry and the exit that closed it",
    examples: [EXAMPLE_STAY],
  });

const voidSchema = z.object({ ...common, status: z.literal("void", { error: STATUS }) }).meta({
  id: "VoidStaySummary",
  description: "A stay that was announced and turned out to be wrong: its exit closed nothing",
  examples: [
    {
      stay_id: EXAMPLE_STAY.stay_id,
      revision: 1_763_683_200_124,
      status: "void",
      lot_id: "main",
      vehicle_plate: "AB123CD",
      exit_plate: "AB123CD",
      exit_event_id: "x1",
      exit_date_time: "2026-11-20T09:30:30.500Z",
    },
  ],
});

/** The wire schema, for the documentation of the endpoint; bodies are read with `parseStaySummary`. */
export const staySummarySchema = z
  .discriminatedUnion("status", [closedSchema, voidSchema], { error: STATUS })
  .meta({ id: "StaySummary", description: "One revision of one stay" });

type StaySummaryFields = z.output<typeof staySummarySchema>;
const WHAT = "stay summary";
const NOT_ITS_ID = "stay_id: must be that of its lot_id, exit_event_id and exit_date_time";

/** @throws {ContractError} naming every field that breaks the contract, without its value */
export function parseStaySummary(body: unknown): StaySummary {
  // Not by the union of schemas, which would name the status alone when the status is broken.
  const isClosed = (body as { status?: unknown } | null | undefined)?.status === "closed";
  const plain = isClosed ? readPlainStay(body as Readonly<Record<string, unknown>>) : undefined;
  if (plain !== undefined) return plain;
  const wire = parseWith<StaySummaryFields>(isClosed ? closedSchema : voidSchema, WHAT, body);
  const exit = {
    lotId: wire.lot_id,
    exitEventId: wire.exit_event_id,
    exitedAt: wire.exit_date_time,
  };
  if (stayIdOf(exit) !== wire.stay_id) throw new ContractError(WHAT, [NOT_ITS_ID]);
  if (wire.status === "void") {
    return {
      stayId: wire.stay_id,
      revision: wire.revision,
      lotId: wire.lot_id,
      plate: wire.vehicle_plate,
      exitPlate: wire.exit_plate,
      exitEventId: wire.exit_event_id,
      exitedAt: wire.exit_date_time,
      status: "void",
    };
  }
  // Written out: spreading what the two have in common took longer than all of the checks.
  return {
    stayId: wire.stay_id,
    revision: wire.revision,
    lotId: wire.lot_id,
    plate: wire.vehicle_plate,
    exitPlate: wire.exit_plate,
    exitEventId: wire.exit_event_id,
    exitedAt: wire.exit_date_time,
    status: "closed",
    entryEventId: wire.entry_event_id,
    enteredAt: wire.entry_date_time,
    durationSeconds: wire.duration_seconds,
  };
}

/** JSON-ready, snake case, in the field order of the documentation. */
export type StaySummaryWire = Readonly<Record<string, string | number>>;

export function staySummaryToWire(stay: StaySummary): StaySummaryWire {
  if (stay.status === "void") {
    return {
      stay_id: stay.stayId,
      revision: stay.revision,
      status: "void",
      lot_id: stay.lotId,
      vehicle_plate: stay.plate,
      exit_plate: stay.exitPlate,
      exit_event_id: stay.exitEventId,
      exit_date_time: stay.exitedAt.toISOString(),
    };
  }
  return {
    stay_id: stay.stayId,
    revision: stay.revision,
    status: "closed",
    lot_id: stay.lotId,
    vehicle_plate: stay.plate,
    exit_plate: stay.exitPlate,
    entry_event_id: stay.entryEventId,
    exit_event_id: stay.exitEventId,
    entry_date_time: stay.enteredAt.toISOString(),
    exit_date_time: stay.exitedAt.toISOString(),
    duration_seconds: stay.durationSeconds,
    duration: formatDuration(Math.round(stay.durationSeconds * 1_000)),
  };
}
