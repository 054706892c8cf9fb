import { documentKey } from "@boomgate/contracts";
import type { ReferenceRead } from "@boomgate/testing/oracle";
import { namedRead, type Place, stayOf } from "./named-read.js";
import type { TrafficEvent } from "./traffic.js";

/** The events of one plate in one lot. */
export interface PlateReads {
  readonly place: Place;
  /** With their names as their ids. */
  readonly reads: readonly ReferenceRead[];
  /** Id of the stay of one of these exits. */
  readonly stayIdOf: (exit: ReferenceRead) => string;
}

/** @param events - each once */
export function readsByPlate(events: readonly TrafficEvent[]): readonly PlateReads[] {
  const plates = new Map<string, TrafficEvent[]>();
  for (const event of events) {
    const key = documentKey(event.lotId, event.plate);
    const of = plates.get(key) ?? [];
    plates.set(key, of);
    of.push(event);
  }
  return [...plates.values()].map((of) => {
    const named = of.map((event) => ({ event, read: namedRead(event) }));
    const ids = new Map(named.map(({ event, read }) => [read.id, event.id]));
    const [{ lotId, plate }] = of as [TrafficEvent];
    return {
      place: { lotId, plate },
      reads: named.map(({ read }) => read),
      stayIdOf: ({ id, atMs }) => stayOf({ id: ids.get(id) ?? id, atMs }, { lotId, plate }),
    };
  });
}
