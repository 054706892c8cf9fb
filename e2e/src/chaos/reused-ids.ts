import type { TrafficEvent } from "./traffic.js";

const MINUTE_MS = 60_000;
const COUNTED_TO = 30;

/** Where and when cameras that count from 1 read cars; `at` are minutes ago, of the entry. */
const CAMERAS = [
  { lotId: "north", plate: "A", at: 600 },
  { lotId: "south", plate: "B", at: 600 },
  { lotId: "south", plate: "A", at: 450 }, // the cars of the first, on their way
  { lotId: "north", plate: "A", at: 300 }, // they come again, after a power cut of the camera
  { lotId: "north", plate: "C", at: 150 }, // and so do others
] as const;

/** Visits whose events have the ids 1, 2, 3, ... at each camera, entries and exits alike; some come twice. */
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
  return inNoOrder([...events, ...copies]);
}

/** The same one each time, in which neighbours lie far apart. */
function inNoOrder<T>(all: readonly T[]): readonly T[] {
  const ranked = all.map((one, index) => ({ one, rank: (index * 7_919) % 1_009 }));
  return ranked.toSorted((a, b) => a.rank - b.rank).map(({ one }) => one);
}
