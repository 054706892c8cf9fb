import { documentKey, type ReadDetails } from "@boomgate/contracts";
import type { TraceContext } from "@boomgate/platform/tracing";
import type { PlateKey } from "../domain/plate-history.js";
import type { Read } from "../domain/read.js";

/** Of the event: the key of its plate, and what the event says beside its identity. */
export type ReadEventFields = PlateKey & ReadDetails;

/** A read to be added to the history of its plate. */
export interface PlateRead {
  readonly event: ReadEventFields;
  readonly read: Read;
  readonly trace?: TraceContext | undefined;
}

/** The reads of one plate in a batch, and where they stand in it. */
export interface PlateGroup {
  readonly key: PlateKey;
  readonly reads: Read[];
  /** Of each read. */
  readonly events: ReadDetails[];
  readonly indexes: number[];
}

/** Reads of one plate are applied together, with one load and one save. */
export function groupByPlate(plateReads: readonly PlateRead[]): PlateGroup[] {
  const groups = new Map<string, PlateGroup>();
  for (const [index, { event: key, read }] of plateReads.entries()) {
    const text = documentKey(key.lotId, key.plate);
    const group = groups.get(text);
    if (group) {
      group.reads.push(read);
      group.events.push(key);
      group.indexes.push(index);
    } else {
      groups.set(text, { key, reads: [read], events: [key], indexes: [index] });
    }
  }
  return [...groups.values()];
}
