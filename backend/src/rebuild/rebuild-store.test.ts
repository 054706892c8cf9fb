import { createPlateHash, type StaySummary } from "@boomgate/contracts";
import { readConfig } from "@boomgate/platform/config";
import type { Clock } from "@boomgate/platform/clock";
import { hmacSha256 } from "@boomgate/platform/hmac";
import { describe, expect, it } from "vitest";
import { MemoryPlateHistoryStore } from "../adapters/memory-plate-history-store.js";
import { lifetimes } from "../domain/history.fixture.js";
import { backendSettings } from "../config.js";
import { rulesOf } from "../container.js";
import type { EventTrail, PublishedEvent } from "../ports/event-trail.js";
import { EvidenceTooLargeError, PlatesHashedError } from "./evidence.js";
import { rebuildStore, type StoreRebuild } from "./rebuild-store.js";

const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 2, 1, 12);
const clock: Clock = { now: () => NOW_MS, sleep: async () => undefined };

const hashOf = createPlateHash(hmacSha256("a key")).of;

const hashed = (stay: StaySummary): StaySummary => ({
  ...stay,
  plate: hashOf(stay.plate),
  exitPlate: hashOf(stay.plate),
});

/** Visits of so many plates, an hour long. @param leftAgoMs - when they ended */
const visits = (count: number, leftAgoMs = HOUR_MS): readonly PublishedEvent[] =>
  Array.from({ length: count }, (_, index): readonly PublishedEvent[] => {
    const common = { plate: `P${index}`, lotId: "main" };
    const publishedAtMs = NOW_MS - leftAgoMs;
    const enteredAt = new Date(publishedAtMs - HOUR_MS);
    const exitedAt = new Date(publishedAtMs);
    return [
      { event: { kind: "entry", id: `e${index}`, ...common, enteredAt }, publishedAtMs },
      { event: { kind: "exit", id: `x${index}`, ...common, exitedAt }, publishedAtMs },
    ];
  }).flat();

const MIDDLE = new Date(NOW_MS - 1.5 * HOUR_MS);

/** Visits of one plate, five minutes apart. */
const hotVisits = (count: number): readonly PublishedEvent[] =>
  Array.from({ length: count }, (_, index): readonly PublishedEvent[] => {
    const common = { plate: "HOT", lotId: "main" };
    const enteredAt = new Date(NOW_MS - 12 * HOUR_MS + index * 300_000);
    const exitedAt = new Date(enteredAt.getTime() + 100_000);
    return [
      { event: { kind: "entry", id: `e${index}`, ...common, enteredAt }, publishedAtMs: NOW_MS },
      { event: { kind: "exit", id: `x${index}`, ...common, exitedAt }, publishedAtMs: NOW_MS },
    ];
  }).flat();

/** @param events - what the stream holds @param known - what the sink holds */
function aRebuild(
  events: readonly PublishedEvent[],
  known: readonly StaySummary[] = [],
  overrides: Partial<StoreRebuild> = {},
) {
  const posted: StaySummary[] = [];
  const store = new MemoryPlateHistoryStore(clock, lifetimes);
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
          return { completeSinceMs: undefined };
        },
      },
      parkedTrail: undefined,
      knownStays: {
        since: async function* (from) {
          yield known.filter(({ exitedAt }) => exitedAt >= from);
        },
      },
      stayedSince: new Date(NOW_MS),
    },
    isPartial: false,
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
  const known = posted.map(hashed);
  const [one] = known as [StaySummary];
  const unknown = { ...one, stayId: "of nobody", plate: hashOf("NOBODY") };
  for (const mostHeld of [1_000_000, 300]) {
    const again = aRebuild(visits(500), [...known, unknown], { mostHeld });
    const counts = await rebuildStore(again.rebuild);
    expect(counts).toMatchObject({ plates: 500, announced: 0, unplaced: 1 });
    expect(again.store.size).toBe(500);
  }
});

it("announces what differs from a hashed stay, under its plate", async () => {
  const { rebuild, posted } = aRebuild(visits(1));
  await rebuildStore(rebuild);
  const [stay] = posted as [StaySummary];
  const wrong = { ...hashed(stay), entryEventId: "of another" } as StaySummary;
  const again = aRebuild(visits(1), [wrong]);
  await rebuildStore(again.rebuild);
  expect(again.posted).toMatchObject([{ stayId: stay.stayId, plate: stay.plate }]);
  expect(again.posted[0]?.revision).toBeGreaterThan(stay.revision);
});

it("refuses hashed stays when no events tell whose they are", async () => {
  const { rebuild, posted } = aRebuild(visits(1));
  await rebuildStore(rebuild);
  const again = aRebuild([], posted.map(hashed));
  const sources = { ...again.rebuild.sources, trail: undefined, stayedSince: new Date(0) };
  await expect(rebuildStore({ ...again.rebuild, sources })).rejects.toThrow(PlatesHashedError);
});

it("gives up when one plate alone is too much", async () => {
  const { rebuild } = aRebuild(visits(1), [], { mostHeld: 1 });
  await expect(rebuildStore(rebuild)).rejects.toThrow(EvidenceTooLargeError);
});

it("leaves out what lies ahead of the store's clock, as it will be parked", async () => {
  const [entry] = visits(1) as [PublishedEvent];
  const enteredAt = new Date(NOW_MS + HOUR_MS + 1);
  const event = { ...entry.event, kind: "entry", enteredAt } as PublishedEvent["event"];
  const { rebuild, store } = aRebuild([{ ...entry, event }]);
  await expect(rebuildStore(rebuild)).resolves.toMatchObject({ reads: 0, announced: 0 });
  expect(store.size).toBe(0);
});

it("does not bring back what would have been forgotten by now, unless the sink lacks it", async () => {
  const { rebuild, store, posted } = aRebuild(visits(3, 80 * HOUR_MS));
  await expect(rebuildStore(rebuild)).resolves.toMatchObject({ plates: 3, announced: 3 });
  expect(store.size).toBe(3);
  const floorMs = await store.currentFloorMs();
  expect(floorMs).toBeGreaterThan(NOW_MS - 80 * HOUR_MS);
  expect(floorMs).toBeLessThan(NOW_MS - 73 * HOUR_MS);
  const again = aRebuild(visits(3, 80 * HOUR_MS), posted);
  await expect(rebuildStore(again.rebuild)).resolves.toMatchObject({ plates: 3, announced: 0 });
  expect(again.store.size).toBe(0);
});

it("keeps every read of a car that comes often", async () => {
  const { rebuild, posted, store } = aRebuild(hotVisits(100));
  await rebuildStore(rebuild);
  expect(posted).toHaveLength(100);
  const [loaded] = (await store.load([{ plate: "HOT", lotId: "main" }])).histories;
  expect(loaded).toMatchObject({ isUnposted: false, history: { reads: { length: 200 } } });
});

describe("what was parked", () => {
  const [entry, exit] = visits(1) as [PublishedEvent, PublishedEvent];
  const parkedTrail = (...events: readonly PublishedEvent[]): EventTrail => ({
    read: async (onEvent) => {
      for (const event of events) onEvent(event);
      return { completeSinceMs: undefined };
    },
  });
  const rebuiltWith = async (
    published: readonly PublishedEvent[],
    parked: readonly PublishedEvent[],
    known: readonly StaySummary[] = [],
  ) => {
    const { rebuild, posted } = aRebuild(published, known);
    const sources = { ...rebuild.sources, parkedTrail: parkedTrail(...parked) };
    await rebuildStore({ ...rebuild, sources });
    return posted;
  };

  it("is left out, so that a good stay is not made void", async () => {
    const good = aRebuild([entry, exit]);
    await rebuildStore(good.rebuild);
    const between = { ...exit, event: { ...exit.event, id: "late", exitedAt: MIDDLE } };
    const published = [entry, exit, between as PublishedEvent];
    expect(await rebuiltWith(published, [between as PublishedEvent], good.posted)).toEqual([]);
    expect(await rebuiltWith(published, [], good.posted)).not.toEqual([]);
  });

  it("counts all the same when another copy of it was not parked", async () => {
    const copy = { ...exit, publishedAtMs: NOW_MS - 1 };
    expect(await rebuiltWith([entry, exit, copy], [copy])).toHaveLength(1);
    expect(await rebuiltWith([entry, exit, copy], [exit, copy])).toHaveLength(0);
  });

  it.each([undefined, NOW_MS - 5])(
    "counts all the same when the sender repeated it as it was, published at %s",
    async (publishedAtMs) => {
      const same = { ...exit, publishedAtMs };
      expect(await rebuiltWith([entry, same, same], [same])).toHaveLength(1);
      expect(await rebuiltWith([entry, same], [same])).toHaveLength(0);
      expect(await rebuiltWith([entry, same], [same, { ...same, isAccepted: true }])).toHaveLength(
        1,
      );
    },
  );

  it("counts all the same when the sink has a stay of it", async () => {
    const good = aRebuild([entry, exit]);
    await rebuildStore(good.rebuild);
    expect(await rebuiltWith([entry, exit], [entry, exit], good.posted)).toEqual([]);
  });
});

describe("events that do not reach back far enough", () => {
  const from = (
    completeSinceMs: number,
    isPartial: boolean,
    known: readonly StaySummary[] = [],
  ) => {
    const { rebuild, posted, store } = aRebuild(visits(2), known);
    const trail: EventTrail = {
      read: async (onEvent) => {
        for (const event of visits(2)) onEvent(event);
        return { completeSinceMs };
      },
    };
    const sources = { ...rebuild.sources, trail };
    return { rebuild: { ...rebuild, sources, isPartial }, posted, store };
  };

  it("are refused, as cars would be forgotten that may still be inside", async () => {
    const { rebuild } = from(NOW_MS - 10 * HOUR_MS, false);
    await expect(rebuildStore(rebuild)).rejects.toThrow("--partial");
  });

  it("are taken when somebody says so, and what lies before now is too late", async () => {
    const { rebuild, posted, store } = from(NOW_MS - 10 * HOUR_MS, true);
    await rebuildStore(rebuild);
    expect(await store.currentFloorMs()).toBe(NOW_MS);
    // The sink knows better what became of cars that came before.
    expect(posted).toEqual([]);
  });

  it("are enough when they reach back longer than any stay", async () => {
    const { rebuild, posted } = from(NOW_MS - 35 * 24 * HOUR_MS, false);
    await rebuildStore(rebuild);
    expect(posted).toHaveLength(2);
  });
});
