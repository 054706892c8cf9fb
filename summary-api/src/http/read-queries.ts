import { FATES, isPrintable } from "@boomgate/contracts";
import { z } from "zod";
import type { FindPlates } from "../plates/find-plates.js";
import type { ReadFilter, ReadPlace } from "../store/reads/read-ledger.js";
import { instantOfCursor } from "./cursor.js";
import { eventId, gate, instant, limit, lot, oneOf, parameters, plate } from "./parameters.js";

const STATES = [...FATES, "parked"] as const;
const NO_STATES = `must be some of ${STATES.join(", ")}, separated by commas`;

const states = z
  .string({ error: "must be given once" })
  .transform((given) => given.split(","))
  .pipe(z.array(z.enum(STATES, { error: NO_STATES }), { error: NO_STATES }));

const parkedCode = z
  .string({ error: "must be given once" })
  .regex(/^(any|[A-Z][A-Z0-9_]{0,63})$/, { error: "must be a code such as TOO_LATE, or any" });

const readCursor = z
  .string({ error: "must be given once" })
  .max(2_048, { error: "is not a cursor of this list" })
  .transform((given, context) => {
    const place = parseReadCursor(given);
    if (place !== undefined) return place;
    context.addIssue({ code: "custom", message: "is not a cursor of this list" });
    return z.NEVER;
  });

const filters = {
  kind: oneOf("entry", "exit").optional(),
  lot: lot.optional(),
  plate: plate.optional().describe("Any spelling, or a hash as `vehicle_plate` has it"),
  event_id: eventId.optional().describe("The id that the camera gave"),
  at: instant.optional().describe("The instant of the read, exactly"),
  gate: gate.optional(),
  state: states.optional().describe(`Some of ${STATES.join(", ")}, separated by commas`),
  parked: parkedCode
    .optional()
    .describe("Parked at least once, the last time with this code, or `any`; accepted or not"),
  from: instant.optional().describe("Read at or after this instant"),
  to: instant.optional().describe("Read before this instant"),
};

/** Query of an export. */
export const readsExportQuery = parameters(filters);

export const readsQuery = parameters({
  ...filters,
  limit,
  cursor: readCursor.optional().describe("`next_cursor` of the page before"),
});

export const countsQuery = parameters({
  lot: lot.optional(),
  from: instant.optional().describe("Read at or after this instant"),
  to: instant.optional().describe("Read before this instant"),
});

type Asked = z.output<typeof readsExportQuery>;

/** @param findPlates - finds the forms in which a plate is stored */
export function readFilterOf(asked: Asked, findPlates: FindPlates): ReadFilter {
  const { state, at } = asked;
  return {
    kind: asked.kind,
    lotId: asked.lot,
    plates: asked.plate === undefined ? undefined : findPlates(asked.plate, asked.lot),
    eventId: asked.event_id,
    gateId: asked.gate,
    fates: state?.filter((each) => each !== "parked"),
    isParked: state?.includes("parked"),
    parked: asked.parked,
    from: at ?? asked.from,
    to: at === undefined ? asked.to : new Date(at.getTime() + 1),
  };
}

/** Opaque to the client. */
export const formatReadCursor = ({ at, lotId, plate: read, kind, id }: ReadPlace): string =>
  Buffer.from(JSON.stringify([at.toISOString(), lotId, read, kind, id])).toString("base64url");

function parseReadCursor(text: string): ReadPlace | undefined {
  try {
    const place: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (!Array.isArray(place) || place.length !== 5) return undefined;
    const parts = place as unknown[];
    if (!parts.every((part): part is string => typeof part === "string")) return undefined;
    const [iso, lotId, read, kind, id] = parts as [string, string, string, string, string];
    if (![lotId, id].every(isPrintable) || (read !== "" && !isPrintable(read))) return undefined;
    if (kind !== "entry" && kind !== "exit") return undefined;
    const at = instantOfCursor(iso);
    return at && { at, lotId, plate: read, kind, id };
  } catch {
    return undefined;
  }
}
