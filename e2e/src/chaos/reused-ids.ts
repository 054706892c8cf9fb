import type { TrafficEvent } from "./traffic.js";

const MINUTE_MS = 60_000;
const COUNTED_TO = 30;

/** Cameras that number their events from 1. `at` is when the first car entered, in minutes ago. */
const CAMERAS = [
  { lotId: "north", plate: "A", at: 600 },
  { lotId: "south", plate: "B", at: 600 },
  { lotId: "south", plate: "A", at: 450 }, // the cars of the first camera, in another lot
  { lotId: "north", plate: "A", at: 300 }, // the same cars again, after the camera restarted its numbering
  { lotId: "north", plate: "C", at: 150 }, // other cars with the same ids
] as const;

/** Visits whose entries and exits have the ids 1, 2, 3, ... at each camera; some events are published twice. */
export function reusedIds(nowMs: number): readonly TrafficEvent[] {
  const events = CAMERAS.flatMap(({ lotId, plate, at }) =>
    Array.from({ length: COUNTED_TO }, (_, index): readonly TrafficEvent[] => {
      const id = String(index + 1);
      const enteredMs = nowMs - (at - index) * MINUTE_MS;
      const shared = { id, plate: `${plate}${id}`, lotId };
      return [
        { kind: "entry", ...shared, enteredAt: new Date(enteredMs) },
        { kind: "exit", ...shared, exitedAt: new Date(enteredMs + 45 * MINUTE_MS) },
      ];
    }).flat(),
  );
  const copies = events.filter((_, index) => index % 5 === 0);
  return shuffled([...events, ...copies]);
}

/** Always the same order, in which neighbours are far apart. */
function shuffled<T>(all: readonly T[]): readonly T[] {
  const ranked = all.map((one, index) => ({ one, rank: (index * 7_919) % 1_009 }));
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ one }) => one);
}
