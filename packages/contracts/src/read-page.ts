import { z } from "zod";
import { FATES } from "./read-outcome.js";

const readSchema = z.object({
  kind: z.enum(["entry", "exit"]),
  lot_id: z.string(),
  vehicle_plate: z.string(),
  event_id: z.string(),
  date_time: z.iso.datetime(),
  state: z.enum([...FATES, "parked"]),
  revision: z.int().optional(),
  stay_id: z.string().optional(),
  plate_read: z.string().optional(),
  parked_code: z.string().optional(),
  parked_at: z.iso.datetime().optional(),
  first_seen_at: z.iso.datetime(),
});

const pageSchema = z.object({ reads: z.array(readSchema), next_cursor: z.string().nullable() });

/** A read as the ledger lists it. */
export type ListedRead = z.output<typeof readSchema>;

/** One page of the list of reads, newest first. */
export interface ReadPage {
  readonly reads: readonly ListedRead[];
  /** For the next page; null: this is the last. */
  readonly nextCursor: string | null;
}

/** @throws when it is not such a page */
export function parseReadPage(text: string): ReadPage {
  const { reads, next_cursor } = pageSchema.parse(JSON.parse(text));
  return { reads, nextCursor: next_cursor };
}
