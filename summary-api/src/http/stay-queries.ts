import type { z } from "zod";
import type { FindPlates } from "../plates/find-plates.js";
import type { StayFilter } from "../store/stays/summary-store.js";
import { cursor, eventId, instant, limit, lot, oneOf, parameters, plate } from "./parameters.js";

const filters = {
  plate: plate.optional().describe("Any spelling, or a hash as `vehicle_plate` has it"),
  lot: lot.optional(),
  exit_event_id: eventId
    .optional()
    .describe("The id that the camera gave; several stays may have the same"),
  entry_event_id: eventId
    .optional()
    .describe("The id that the camera gave; several stays may have the same"),
  status: oneOf("closed", "void").optional(),
  from: instant.optional().describe("Exit at or after this instant"),
  to: instant.optional().describe("Exit before this instant"),
};

type Filters = z.output<ReturnType<typeof parameters<typeof filters>>>;

/** @param findPlates - finds the forms in which a plate is stored */
export const stayFilterOf = (asked: Filters, findPlates: FindPlates): StayFilter => ({
  plates: asked.plate === undefined ? undefined : findPlates(asked.plate, asked.lot),
  lotId: asked.lot,
  exitEventId: asked.exit_event_id,
  entryEventId: asked.entry_event_id,
  status: asked.status,
  from: asked.from,
  to: asked.to,
});

/** Query of an export. */
export const exportQuery = parameters(filters);

export const listQuery = parameters({
  ...filters,
  limit,
  cursor: cursor.optional().describe("`next_cursor` of the page before"),
});
