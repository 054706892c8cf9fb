import {
  decodeEntryEvent,
  decodeExitEvent,
  type EntryEvent,
  type ExitEvent,
  stayIdOf,
} from "@boomgate/contracts";
import type { ReferenceRead } from "@boomgate/testing/oracle";
import type { SinkStay } from "./evidence.js";

/** Where a read belongs, besides what the rule knows of it. */
export interface Place {
  readonly lotId: string;
  readonly plate: string;
}

/** Sorts below every character of an id, so that names are in the order of their ids. */
const SEPARATOR = "\0";

/** Names a read by all that identifies it: ids alone are used again. */
export const nameOf = ({ kind, id, atMs }: ReferenceRead, { lotId, plate }: Place): string =>
  [kind, id, atMs, plate, lotId].join(SEPARATOR);

/** As the rule knows it, but with its name for its id. */
export function namedRead(event: EntryEvent | ExitEvent): ReferenceRead {
  const { kind, id } = event;
  const atMs = (kind === "entry" ? event.enteredAt : event.exitedAt).getTime();
  return { kind, atMs, id: nameOf({ kind, id, atMs }, event) };
}

const NO_EVENT = `no event${SEPARATOR}`;

/** Names a message by its event, whichever queue it is in, or by its bytes where it is none. */
export function nameOfBody(body: Buffer): string {
  for (const decode of [decodeEntryEvent, decodeExitEvent]) {
    try {
      return namedRead(decode(body)).id;
    } catch {
      continue;
    }
  }
  return `${NO_EVENT}${body.toString("latin1")}`;
}

export const isNoEvent = (name: string): boolean => name.startsWith(NO_EVENT);

/** Name of the entry of a closed stay. */
export const entryNameOf = (stay: SinkStay): string =>
  nameOf(
    {
      kind: "entry",
      id: stay.entry_event_id ?? "",
      atMs: Date.parse(stay.entry_date_time ?? ""),
    },
    { lotId: stay.lot_id, plate: stay.vehicle_plate },
  );

/** Id of the stay of an exit, by its own id and not by its name. */
export const stayOf = ({ id, atMs }: Omit<ReferenceRead, "kind">, { lotId }: Place): string =>
  stayIdOf({ lotId, exitEventId: id, exitedAt: new Date(atMs) });
