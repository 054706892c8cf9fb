import { documentKey } from "@boomgate/contracts";
import type { TraceContext } from "@boomgate/platform/tracing";
import type { PlateKey } from "../domain/plate-history.js";
import type { Read } from "../domain/read.js";

/** A read to be added to the history of its plate. */
export interface PlateRead {
  readonly key: PlateKey;
  readonly read: Read;
  readonly trace?: TraceContext | undefined;
}

/** The reads of one plate in a batch, and where they stand in it. */
export interface PlateGroup {
  readonly key: PlateKey;
  readonly reads: Read[];
  readonly indexes: number[];
}

/** Reads of one plate are applied together, with one load and one save. */
export function groupByPlate(plateReads: readonly PlateRead[]): PlateGroup[] {
  const groups = new Map<string, PlateGroup>();
  for (const [index, { key, read }] of plateReads.entries()) {
    const text = documentKey(key.lotId, key.plate);
    const group = groups.get(text);
    if (group) {
      group.reads.push(read);
      group.indexes.push(index);
    } else {
      groups.set(text, { key, reads: [read], indexes: [index] });
    }
  }
  return [...groups.values()];
}
