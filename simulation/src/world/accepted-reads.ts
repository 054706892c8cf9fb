import { decodeHistory } from "@boomgate/backend";
import type { EntryEvent, ExitEvent } from "@boomgate/contracts";
import type { ReferenceRead } from "@boomgate/testing/oracle";
import type { SavesObserver } from "./sim-redis.js";

export const readTextOf = ({ kind, id, atMs }: ReferenceRead) => `${kind} ${id} ${atMs}`;

export const readOf = (event: EntryEvent | ExitEvent): ReferenceRead => ({
  kind: event.kind,
  id: event.id,
  atMs: (event.kind === "entry" ? event.enteredAt : event.exitedAt).getTime(),
});

export type PlateText = string;
export const plateTextOf = ({ lotId, plate }: { lotId: string; plate: string }): PlateText =>
  `${plate}:${lotId}`;

/** "history:P0:lot0" as the backend names its keys. */
const plateTextOfKey = (key: string): PlateText => key.slice("history:".length);

/** 64, and the pair on which the fate of later reads depends. */
const READS_AT_MOST = 66;

const readTextsOf = (value: string): readonly string[] =>
  decodeHistory(value).history.reads.map(readTextOf);

/** The witness of every read that was ever saved, unless it was lost before anybody knew. */
export class AcceptedReads implements SavesObserver {
  private readonly accepted = new Map<PlateText, Set<string>>();
  fullestHistory = 0;

  saved(key: string, value: string): void {
    const plate = plateTextOfKey(key);
    const accepted = this.accepted.get(plate) ?? new Set();
    const reads = readTextsOf(value);
    for (const text of reads) accepted.add(text);
    this.accepted.set(plate, accepted);
    this.fullestHistory = Math.max(this.fullestHistory, reads.length);
  }

  unsaved(key: string, value: string, before: string | undefined): void {
    const kept = before === undefined ? [] : readTextsOf(before);
    for (const text of readTextsOf(value)) {
      if (!kept.includes(text)) this.accepted.get(plateTextOfKey(key))?.delete(text);
    }
  }

  has(event: EntryEvent | ExitEvent): boolean {
    return this.of(plateTextOf(event)).has(readTextOf(readOf(event)));
  }

  /** "entry e1 1772352000000" of each. */
  of(plate: PlateText): ReadonlySet<string> {
    return this.accepted.get(plate) ?? new Set();
  }
}

/** Plates whose history is larger than it may be when nothing is in hand. */
export const oversizedOf = (
  histories: readonly (readonly [key: string, value: string])[],
): readonly PlateText[] =>
  histories
    .filter(([, value]) => decodeHistory(value).history.reads.length > READS_AT_MOST)
    .map(([key]) => plateTextOfKey(key));
