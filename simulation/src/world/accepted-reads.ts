import { readDocument } from "@boomgate/backend";
import {
  DOCUMENT_PREFIX,
  documentKey,
  type EntryEvent,
  type ExitEvent,
  passedAt,
} from "@boomgate/contracts";
import type { ReferenceRead } from "@boomgate/testing/oracle";
import type { Caller } from "./scheduler.js";
import type { SavesObserver } from "./sim-redis.js";

export const readTextOf = ({ kind, id, atMs }: ReferenceRead) => `${kind} ${id} ${atMs}`;

export const readOf = (event: EntryEvent | ExitEvent): ReferenceRead => ({
  kind: event.kind,
  id: event.id,
  atMs: passedAt(event).getTime(),
});

export type PlateText = string;
export const plateTextOf = ({ lotId, plate }: { lotId: string; plate: string }): PlateText =>
  documentKey(lotId, plate);

/** @param key - of a document in Redis: "plate:P0:lot0" */
const plateTextOfKey = (key: string): PlateText => key.slice(DOCUMENT_PREFIX.length);

function readTextsOf(value: string): readonly string[] {
  const document = readDocument(value);
  if ("unreadable" in document) throw new Error(document.unreadable);
  return document.history.reads.map(readTextOf);
}

/** Called when a read is saved for the first time. */
type FirstSave = (plate: PlateText, readText: string, by: Caller | undefined) => void;

/** Records every read that was saved, except those lost before any process knew of the save. */
export class AcceptedReads implements SavesObserver {
  /** By plate and read: the value with which the read was first saved. */
  private readonly accepted = new Map<PlateText, Map<string, string>>();
  /** Reads that were saved since the last loss; undefined when there was none. */
  private sinceLoss: Set<string> | undefined;
  /** All reads that were ever saved, lost or not. */
  private readonly ever = new Set<string>();
  fullestHistory = 0;

  constructor(private readonly onFirst: FirstSave) {}

  saved(key: string, value: string, by: Caller | undefined): void {
    const plate = plateTextOfKey(key);
    const accepted = this.accepted.get(plate) ?? new Map<string, string>();
    const reads = readTextsOf(value);
    for (const text of reads) if (!accepted.has(text)) accepted.set(text, value);
    for (const text of reads) {
      if (this.ever.has(`${plate} ${text}`)) continue;
      this.ever.add(`${plate} ${text}`);
      this.onFirst(plate, text, by);
    }
    for (const text of reads) this.sinceLoss?.add(`${plate} ${text}`);
    this.accepted.set(plate, accepted);
    this.fullestHistory = Math.max(this.fullestHistory, reads.length);
  }

  unsaved(key: string, value: string): void {
    const accepted = this.accepted.get(plateTextOfKey(key));
    for (const text of readTextsOf(value)) {
      if (accepted?.get(text) === value) accepted.delete(text);
    }
  }

  lost(): void {
    this.sinceLoss = new Set();
  }

  /** Whether a rebuild may have left the read out. */
  isInDoubt(plate: PlateText, read: ReferenceRead): boolean {
    return this.sinceLoss !== undefined && !this.sinceLoss.has(`${plate} ${readTextOf(read)}`);
  }

  /** Whether the read was saved at any time, also if the save was lost. */
  wasEverSaved(plate: PlateText, readText: string): boolean {
    return this.ever.has(`${plate} ${readText}`);
  }

  has(event: EntryEvent | ExitEvent): boolean {
    return this.of(plateTextOf(event)).has(readTextOf(readOf(event)));
  }

  /** "entry e1 1772352000000" of each. */
  of(plate: PlateText): ReadonlySet<string> {
    return new Set(this.accepted.get(plate)?.keys() ?? []);
  }
}
