import {
  decodeEntryEvent,
  decodeExitEvent,
  type EntryEvent,
  type ExitEvent,
  isEventArray,
  readEventArray,
  stayIdOf,
  passedAt,
} from "@boomgate/contracts";
import type { Delivery } from "@boomgate/platform/messaging";
import type { ReferenceRead } from "@boomgate/testing/oracle";
import type { SinkStay } from "./final-state.js";

/** What identifies a read besides its kind, id and instant. */
export interface Place {
  readonly lotId: string;
  readonly plate: string;
}

/** Sorts before every character of an id, so that names sort as their ids do. */
const SEPARATOR = "\0";

/** Names a read by all that identifies it, as ids are reused. */
export const nameOf = ({ kind, id, atMs }: ReferenceRead, { lotId, plate }: Place): string =>
  [kind, id, atMs, plate, lotId].join(SEPARATOR);

/** For a person: "exit x1 of C1 in main at 2026-03-01T08:10:00.000Z". */
export function textOfName(name: string): string {
  const [kind, id, atMs, plate, lotId] = name.split(SEPARATOR);
  return `${kind} ${id} of ${plate} in ${lotId} at ${new Date(Number(atMs)).toISOString()}`;
}

/** The read of an event, with its name as its id. */
export function namedRead(event: EntryEvent | ExitEvent): ReferenceRead {
  const { kind, id } = event;
  const atMs = passedAt(event).getTime();
  return { kind, atMs, id: nameOf({ kind, id, atMs }, event) };
}

const NO_EVENT = `no event${SEPARATOR}`;

/** Names a message by its event, or by its bytes where the message is no event. */
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

/** Names a message, or each event of one that holds an array. */
export function namesOf({
  body,
  contentType,
}: Pick<Delivery, "body" | "contentType">): readonly string[] {
  if (contentType === undefined || !isEventArray(contentType)) return [nameOfBody(body)];
  return readEventArray(contentType, body).map(({ event }) =>
    nameOfBody(Buffer.from(JSON.stringify(event))),
  );
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

/** Id of the stay of an exit. @param exit - with the id of its event, not with its name */
export const stayOf = (exit: Omit<ReferenceRead, "kind">, { lotId }: Place): string =>
  stayIdOf({ lotId, exitEventId: exit.id, exitedAt: new Date(exit.atMs) });
