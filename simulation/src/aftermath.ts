import type { StaySummary } from "@boomgate/contracts";
import type { ReferenceRead } from "@boomgate/testing/oracle";
import type { PlannedEvent } from "./plan.js";
import type { PlateAftermath } from "./violations.js";
import {
  type AcceptedReads,
  type PlateText,
  plateTextOf,
  readOf,
  readTextOf,
} from "./world/accepted-reads.js";

export interface WorldAftermath {
  readonly events: readonly PlannedEvent[];
  readonly accepted: AcceptedReads;
  readonly stays: ReadonlyMap<string, StaySummary>;
  readonly parked: readonly PlannedEvent[];
}

/** What is left of a run, plate by plate. */
export function aftermathOf(world: WorldAftermath): readonly PlateAftermath[] {
  const plates = new Map<PlateText, Map<string, ReferenceRead>>();
  for (const event of world.events) {
    const read = readOf(event);
    const reads = plates.get(plateTextOf(event)) ?? new Map();
    plates.set(plateTextOf(event), reads.set(readTextOf(read), read));
  }
  const parkedTexts = new Set(world.parked.map((event) => readTextOf(readOf(event))));
  return [...plates].map(([plate, reads]) => {
    const published = [...reads.values()];
    const storedTexts = world.accepted.of(plate);
    const isStored = (read: ReferenceRead) => storedTexts.has(readTextOf(read));
    return {
      published,
      stored: published.filter(isStored),
      parked: published.filter((read) => parkedTexts.has(readTextOf(read))),
      stays: [...world.stays.values()].filter((stay) => plateTextOf(stay) === plate),
    };
  });
}
