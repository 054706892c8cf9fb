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

interface WorldAftermath {
  readonly events: readonly PlannedEvent[];
  readonly accepted: AcceptedReads;
  readonly stays: ReadonlyMap<string, StaySummary>;
  readonly parked: readonly PlannedEvent[];
  /** Whether every message of the event was parked in the end. */
  readonly isWhollyParked: (event: PlannedEvent) => boolean;
}

/** The end of a run, plate by plate. */
export function aftermathOf(world: WorldAftermath): readonly PlateAftermath[] {
  const plates = new Map<PlateText, Map<string, ReferenceRead>>();
  for (const event of world.events) {
    const read = readOf(event);
    const reads = plates.get(plateTextOf(event)) ?? new Map();
    plates.set(plateTextOf(event), reads.set(readTextOf(read), read));
  }
  const parkedTexts = new Set(world.parked.map((event) => readTextOf(readOf(event))));
  const whollyParked = new Set(
    world.events
      .filter(world.isWhollyParked)
      .map((event) => `${plateTextOf(event)} ${readTextOf(readOf(event))}`),
  );
  return [...plates].map(([plate, reads]) => {
    const published = [...reads.values()];
    const storedTexts = world.accepted.of(plate);
    const stays = [...world.stays.values()].filter((stay) => plateTextOf(stay) === plate);
    const isStored = (read: ReferenceRead) => storedTexts.has(readTextOf(read));
    const isUnsure = (read: ReferenceRead) =>
      isStored(read) &&
      world.accepted.isInDoubt(plate, read) &&
      whollyParked.has(`${plate} ${readTextOf(read)}`) &&
      !stays.some((stay) => isOf(read, stay));
    return {
      key: plate,
      published,
      stored: published.filter((read) => isStored(read) && !isUnsure(read)),
      unsure: published.filter(isUnsure),
      parked: published.filter((read) => parkedTexts.has(readTextOf(read))),
      whollyParked: published.filter((read) => whollyParked.has(`${plate} ${readTextOf(read)}`)),
      stays,
    };
  });
}

function isOf({ kind, id, atMs }: ReferenceRead, stay: StaySummary): boolean {
  if (kind === "exit") return stay.exitEventId === id && stay.exitedAt.getTime() === atMs;
  return stay.status === "closed" && stay.entryEventId === id && stay.enteredAt.getTime() === atMs;
}
