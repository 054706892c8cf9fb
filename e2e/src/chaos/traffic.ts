import type { EntryEvent, ExitEvent } from "@boomgate/contracts";

export type TrafficEvent = EntryEvent | ExitEvent;

const HOUR_MS = 3_600_000;
const VISITS_PER_PLATE = 8;

/** Mulberry32: the same seed gives the same traffic. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Visits of the last hours with the errors of cameras: missed reads, re-reads, copies and late events, in the order
 * in which they are published.
 */
export function trafficOf(seed: number, visits: number, nowMs: number): readonly TrafficEvent[] {
  const random = chance(seed);
  const published: { readonly event: TrafficEvent; readonly rank: number }[] = [];
  for (let visit = 0; visit < visits; visit += 1) {
    const plate = `C${Math.floor(visit / VISITS_PER_PLATE)}`;
    const shared = { plate, lotId: "main" };
    const startMs = nowMs - (VISITS_PER_PLATE + 1 - (visit % VISITS_PER_PLATE)) * HOUR_MS;
    const enteredMs = startMs + Math.floor(random() * 600_000);
    const leftMs = enteredMs + Math.floor(random() * 1_800_000);
    const entry = (id: string, atMs: number): EntryEvent => ({
      kind: "entry",
      id,
      ...shared,
      enteredAt: new Date(atMs),
    });
    const exit = (id: string, atMs: number): ExitEvent => ({
      kind: "exit",
      id,
      ...shared,
      exitedAt: new Date(atMs),
    });
    const events: TrafficEvent[] = [];
    if (random() > 0.1) events.push(entry(`e${visit}`, enteredMs));
    if (random() < 0.05) events.push(entry(`e${visit}b`, enteredMs + 8_000));
    if (random() > 0.1) events.push(exit(`x${visit}`, leftMs));
    if (random() < 0.05) events.push(exit(`x${visit}b`, leftMs + 8_000));
    for (const event of events) {
      const rank = visit + (random() < 0.2 ? random() * visits : random() * 40);
      published.push({ event, rank });
      if (random() < 0.05) published.push({ event, rank: rank + random() * 100 });
    }
  }
  return published.toSorted((a, b) => a.rank - b.rank).map(({ event }) => event);
}
