import { documentKey } from "@boomgate/contracts";
import type { TraceContext } from "@boomgate/platform/tracing";
import type { PlateKey } from "../domain/plate-history.js";
import type { Read } from "../domain/read.js";

/** A read on its way into the history of its plate. */
export interface Arrival {
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

/** Events of one plate are folded together, in one load and one save. */
export function groupByPlate(arrivals: readonly Arrival[]): PlateGroup[] {
  const groups = new Map<string, PlateGroup>();
  for (const [index, { key, read }] of arrivals.entries()) {
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
