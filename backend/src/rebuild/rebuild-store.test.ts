import { createPlateHash, type StaySummary } from "@boomgate/contracts";
import { readConfig } from "@boomgate/platform/config";
import type { Clock } from "@boomgate/platform/clock";
import { hmacSha256 } from "@boomgate/platform/hmac";
import { expect, it } from "vitest";
import { MemoryPlateHistoryStore } from "../adapters/memory-plate-history-store.js";
import { backendSettings } from "../config.js";
import { rulesOf } from "../container.js";
import type { PublishedEvent } from "../ports/event-trail.js";
import { EvidenceTooLargeError, PlatesHashedError } from "./evidence.js";
import { rebuildStore, type StoreRebuild } from "./rebuild-store.js";

const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 2, 1, 12);
const clock: Clock = { now: () => NOW_MS, sleep: async () => undefined };

const hashOf = createPlateHash(hmacSha256("a key")).of;

/** Visits of so many plates, an hour long, the exit an hour ago. */
const visits = (count: number): readonly PublishedEvent[] =>
  Array.from({ length: count }, (_, index): readonly PublishedEvent[] => {
    const common = { plate: `P${index}`, lotId: "main" };
    const publishedAtMs = NOW_MS - HOUR_MS;
    const enteredAt = new Date(NOW_MS - 2 * HOUR_MS);
    const exitedAt = new Date(publishedAtMs);
    return [
      { event: { kind: "entry", id: `e${index}`, ...common, enteredAt }, publishedAtMs },
      { event: { kind: "exit", id: `x${index}`, ...common, exitedAt }, publishedAtMs },
    ];
  }).flat();

/** @param events - what the stream holds @param known - what the sink holds */
function aRebuild(
  events: readonly PublishedEvent[],
  known: readonly StaySummary[] = [],
  overrides: Partial<StoreRebuild> = {},
) {
  const posted: StaySummary[] = [];
  const store = new MemoryPlateHistoryStore(clock);
  let readings = 0;
  const rebuild: StoreRebuild = {
    store,
    sink: {
      post: async (stays) => {
        posted.push(...stays);
        return stays.map(() => "accepted" as const);
      },
    },
    rules: rulesOf(readConfig(backendSettings, {})),
    clock,
    waitMs: 0,
    sources: {
      trail: {
        read: async (onEvent) => {
          readings += 1;
          for (const event of events) onEvent(event);
        },
      },
      knownStays: {
        since: async function* (from) {
          yield known.filter(({ exitedAt }) => exitedAt >= from);
        },
      },
      stayedSince: new Date(NOW_MS),
      nowMs: NOW_MS,
      maxAheadMs: HOUR_MS,
    },
    mostHeld: 1_000_000,
    ...overrides,
  };
  return { rebuild, posted, store, readings: () => readings };
}

it("announces what the events make and the sink lacks, and finds nothing to say the second time", async () => {
  const { rebuild, posted, store } = aRebuild(visits(500));
  const counts = await rebuildStore(rebuild);
  expect(counts).toEqual({ plates: 500, reads: 1_000, announced: 500, refused: 0, unplaced: 0 });
  expect(store.size).toBe(500);
  expect(posted).toHaveLength(500);
  const again = aRebuild(visits(500), posted);
  await expect(rebuildStore(again.rebuild)).resolves.toMatchObject({ plates: 500, announced: 0 });
});

it("asks the sink for stays as old as the oldest event", async () => {
  const old = visits(1).map((published) => ({ ...published, publishedAtMs: NOW_MS }));
  const { rebuild, posted } = aRebuild(old);
  await rebuildStore(rebuild);
  const again = aRebuild(old, posted);
  await expect(rebuildStore(again.rebuild)).resolves.toMatchObject({ announced: 0 });
});

it("takes as many parts as it needs to hold no more than it may", async () => {
  const { rebuild, posted, readings } = aRebuild(visits(500), [], { mostHeld: 300 });
  await expect(rebuildStore(rebuild)).resolves.toMatchObject({ plates: 500, announced: 500 });
  expect(readings()).toBeGreaterThan(4);
  expect(new Set(posted.map(({ stayId }) => stayId)).size).toBe(500);
});

it("takes the plates of hashed stays from their exits", async () => {
  const { rebuild, posted } = aRebuild(visits(500));
  await rebuildStore(rebuild);
  const hashed = posted.map((stay) => ({ ...stay, plate: hashOf(stay.plate) }));
  const unknown = { ...(hashed[0] as StaySummary), stayId: "of nobody", plate: hashOf("NOBODY") };
  for (const mostHeld of [1_000_000, 300]) {
    const again = aRebuild(visits(500), [...hashed, unknown], { mostHeld });
    const counts = await rebuildStore(again.rebuild);
    expect(counts).toMatchObject({ plates: 500, announced: 0, unplaced: 1 });
    expect(again.store.size).toBe(500);
  }
});

it("announces what differs from a hashed stay, under its plate", async () => {
  const { rebuild, posted } = aRebuild(visits(1));
  await rebuildStore(rebuild);
  const [stay] = posted as [StaySummary];
  const wrong = { ...stay, entryEventId: "of another", plate: hashOf(stay.plate) } as StaySummary;
  const again = aRebuild(visits(1), [wrong]);
  await rebuildStore(again.rebuild);
  expect(again.posted).toMatchObject([{ stayId: stay.stayId, plate: stay.plate }]);
  expect(again.posted[0]?.revision).toBeGreaterThan(stay.revision);
});

it("refuses hashed stays when no events tell whose they are", async () => {
  const { rebuild, posted } = aRebuild(visits(1));
  await rebuildStore(rebuild);
  const hashed = posted.map((stay) => ({ ...stay, plate: hashOf(stay.plate) }));
  const again = aRebuild([], hashed);
  const sources = { ...again.rebuild.sources, trail: undefined, stayedSince: new Date(0) };
  await expect(rebuildStore({ ...again.rebuild, sources })).rejects.toThrow(PlatesHashedError);
});

it("gives up when one plate alone is too much", async () => {
  const { rebuild } = aRebuild(visits(1), [], { mostHeld: 1 });
  await expect(rebuildStore(rebuild)).rejects.toThrow(EvidenceTooLargeError);
});

it("leaves out what was stamped so far ahead that it was parked", async () => {
  const ahead = visits(1).map((published) => ({
    ...published,
    publishedAtMs: NOW_MS - 5 * HOUR_MS,
  }));
  const { rebuild } = aRebuild(ahead);
  await expect(rebuildStore(rebuild)).resolves.toMatchObject({ plates: 0, announced: 0 });
});

it("measures an event that does not say when it was published against the clock", async () => {
  const [entry] = visits(1) as [PublishedEvent];
  const enteredAt = new Date(NOW_MS + 2 * HOUR_MS);
  const ahead = { ...entry.event, kind: "entry", enteredAt } as PublishedEvent["event"];
  const { rebuild } = aRebuild([{ event: ahead, publishedAtMs: undefined }]);
  await expect(rebuildStore(rebuild)).resolves.toMatchObject({ plates: 0 });
});

it("does not bring back what would have been forgotten by now, but tells the sink of it", async () => {
  const old = visits(3).map((published) => ({
    ...published,
    publishedAtMs: NOW_MS - 25 * HOUR_MS,
  }));
  const { rebuild, store } = aRebuild(
    old.map(({ event, publishedAtMs }) => ({
      publishedAtMs,
      event:
        event.kind === "entry"
          ? { ...event, enteredAt: new Date(publishedAtMs - HOUR_MS) }
          : { ...event, exitedAt: new Date(publishedAtMs) },
    })),
  );
  await expect(rebuildStore(rebuild)).resolves.toMatchObject({ plates: 3, announced: 3 });
  expect(store.size).toBe(0);
});

it("cuts a history to its bounds once all its stays were told", async () => {
  const common = { plate: "HOT", lotId: "main" };
  const events = Array.from({ length: 100 }, (_, index): readonly PublishedEvent[] => {
    const enteredAt = new Date(NOW_MS - 12 * HOUR_MS + index * 300_000);
    const exitedAt = new Date(enteredAt.getTime() + 100_000);
    return [
      { event: { kind: "entry", id: `e${index}`, ...common, enteredAt }, publishedAtMs: NOW_MS },
      { event: { kind: "exit", id: `x${index}`, ...common, exitedAt }, publishedAtMs: NOW_MS },
    ];
  }).flat();
  const { rebuild, posted, store } = aRebuild(events);
  await rebuildStore(rebuild);
  expect(posted).toHaveLength(100);
  const [loaded] = await store.load([common]);
  expect(loaded?.history.reads.length).toBeLessThanOrEqual(64);
});
