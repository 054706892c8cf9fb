import { stayIdOf } from "@boomgate/contracts";
import type { Truth, TrueRead, TrueVisit } from "../truth/truth.js";
import type { SinkStay } from "./sink-stay.js";

/**
 * Which visit a read belongs to. Gates use the ids of events again, so a read has a key: for an exit the id of
 * its stay, for an entry its lot, id and instant.
 */
interface Sightings {
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

/** Keys of the exit and of the entry in a stay; a void stay has no entry. */
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
