import { z } from "zod";
import { confidence, eventId, gateId, instant, lotId, plate } from "./fields.js";

const common = {
  id: eventId,
  vehicle_plate: plate,
  lot_id: lotId.optional(),
  gate_id: gateId.optional(),
  confidence: confidence.optional(),
};
export const entrySchema = z.object({ ...common, entry_date_time: instant });
export const exitSchema = z.object({ ...common, exit_date_time: instant });

/** What entry and exit events have in common, read. */
export type CommonFields = z.output<z.ZodObject<typeof common>>;
