import { isParkedOutcome, type ReadOutcome } from "@boomgate/contracts";
import fc from "fast-check";
import { MemoryPlateHistoryStore } from "../adapters/memory/memory-plate-history-store.js";
import { lifetimesOf } from "../domain/lifetime.js";
import { HorizonWorld, KEY, type Processed } from "../horizon/horizon.fixture.js";
import type { PublishedEvent } from "../ports/event-trail.js";
import type { KnownRead } from "../ports/known-reads.js";
import { textOf } from "./accepted-reads.js";

export const RULES = {
  horizonMs: 720,
  maxAheadMs: 30,
  rereadWindowMs: 12,
  clockSkewToleranceMs: 5,
  maxStayMs: 150,
};

/** Few instants and ids, so that copies, re-reads and late events are frequent. */
export const aStep = fc.record({
  isEntry: fc.boolean(),
  id: fc.nat({ max: 2 }),
  at: fc.nat({ max: 120 }).map((step) => step * 10),
  laterMs: fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 1_500 })),
});
export type Step = typeof aStep extends fc.Arbitrary<infer One> ? One : never;

/** A store whose plate was processed from the steps, its ledger, and the events as they were published. */
export async function processed(steps: readonly Step[]) {
  let nowMs = Date.UTC(2026, 2, 1);
  const clock = { now: () => nowMs, sleep: async () => undefined };
  const lifetimes = lifetimesOf(RULES);
  const store = new MemoryPlateHistoryStore(clock, lifetimes);
  const pass = async (ms: number) => void (nowMs += ms);
  const outcomes: ReadOutcome[] = [];
  const ledger = {
    isOn: true,
    publish: async (some: readonly ReadOutcome[]) => void outcomes.push(...some),
  };
  const world = new HorizonWorld({ store, now: clock.now, pass }, RULES, ledger);
  let at = 0;
  for (const { isEntry, id, at: read, laterMs } of steps) {
    at = Math.max(at, read - 20) + laterMs;
    await world.process(`${isEntry ? "e" : "x"}${id}@${read} p${at}`);
  }
  const isParked = ({ became }: Processed) => /^[A-Z]/.test(became);
  const published = world.processed.map(publishedOf);
  const parked = world.processed.flatMap((one, index) =>
    isParked(one) ? [publishedOf(one, index)] : [],
  );
  return {
    clock,
    lifetimes,
    store,
    pass,
    stays: world.stays,
    published,
    parked,
    isStored: store.size > 0,
    known: knownReadsOf(outcomes, world.processed.filter(isParked)),
  };
}

const publishedOf = ({ read }: Processed, index: number): PublishedEvent => {
  const common = { id: read.id, ...KEY };
  const at = new Date(read.atMs);
  const event =
    read.kind === "entry"
      ? { kind: read.kind, ...common, enteredAt: at }
      : { kind: read.kind, ...common, exitedAt: at };
  return { event, publishedAtMs: index };
};

/** What the ledger makes of fates and parked events, newest read first. */
function knownReadsOf(
  outcomes: readonly ReadOutcome[],
  parked: readonly Processed[],
): readonly KnownRead[] {
  const known = new Map<string, KnownRead>();
  for (const outcome of outcomes) {
    if (isParkedOutcome(outcome)) continue;
    const { kind, id, at, plate, fate, revision, stayId } = outcome;
    const read = { kind, id, plate, atMs: at.getTime() };
    const before = known.get(textOf(read))?.revision ?? -1;
    if (before >= revision) continue;
    const rest = { parkedCode: undefined, firstSeenAtMs: 0 };
    known.set(textOf(read), { lotId: KEY.lotId, read, fate, revision, stayId, ...rest });
  }
  for (const { read, became } of parked) {
    const rest = { fate: undefined, revision: undefined, stayId: undefined, firstSeenAtMs: 0 };
    const before = known.get(textOf(read)) ?? { lotId: KEY.lotId, read, ...rest };
    known.set(textOf(read), { ...before, parkedCode: became });
  }
  return [...known.values()].toSorted((a, b) => b.read.atMs - a.read.atMs);
}
