import { stayIdOf } from "@boomgate/contracts";
import type { Truth, TrueRead, TrueVisit } from "../truth/truth.js";
import type { SinkStay } from "./sink-stay.js";

/**
 * Who read what. Ids of events are used again, by other gates, in other lots and after a while, so a read has a
 * key: the id of its stay for an exit; lot, id and instant for an entry.
 */
export interface Sightings {
  readonly visitOf: ReadonlyMap<string, TrueVisit>;
  readonly keyOf: ReadonlyMap<TrueRead, string>;
}

export function sightingsOf({ visits }: Truth): Sightings {
  const visitOf = new Map<string, TrueVisit>();
  const keyOf = new Map<TrueRead, string>();
  for (const visit of visits) {
    for (const read of [...visit.entry.reads, ...visit.exit.reads]) {
      const key = keyOfRead(visit.lotId, read);
      visitOf.set(key, visit);
      keyOf.set(read, key);
    }
  }
  return { visitOf, keyOf };
}

/** Of the exit and the entry that a stay names; a void names no entry. */
export const keysOf = (stay: SinkStay): { readonly exit: string; readonly entry: string } => ({
  exit: stay.stay_id,
  entry: entryKey(stay.lot_id, stay.entry_event_id ?? "", Date.parse(stay.entry_date_time ?? "")),
});

function keyOfRead(lotId: string, { kind, event_id, stamped_at }: TrueRead): string {
  const atMs = Date.parse(stamped_at);
  if (kind === "entry") return entryKey(lotId, event_id, atMs);
  return stayIdOf({ lotId, exitEventId: event_id, exitedAt: new Date(atMs) });
}

const entryKey = (lotId: string, eventId: string, atMs: number): string =>
  JSON.stringify([lotId, eventId, atMs]);
