import { createPlateHash, type StaySummary } from "@boomgate/contracts";
import { expect, it } from "vitest";
import type { PublishedEvent } from "../ports/event-trail.js";
import { EvidenceTooLargeError, PlatesHashedError } from "./evidence.js";
import { aRebuild, HOUR_MS, NOW_MS, visits } from "./rebuild-store.fixture.js";
import { rebuildStore } from "./rebuild-store.js";

const hashOf = createPlateHash("a key").of;

const hashed = (stay: StaySummary): StaySummary => ({
  ...stay,
  plate: hashOf(stay.plate),
  exitPlate: hashOf(stay.plate),
});

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

it("posts the stays that the sink lacks, and none the second time", async () => {
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

it("divides the plates into parts until each fits the limit", async () => {
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

it("posts what differs from a hashed stay, with its plate", async () => {
  const { rebuild, posted } = aRebuild(visits(1));
  await rebuildStore(rebuild);
  const [stay] = posted as [StaySummary];
  const wrong = { ...hashed(stay), entryEventId: "of another" } as StaySummary;
  const again = aRebuild(visits(1), [wrong]);
  await rebuildStore(again.rebuild);
  expect(again.posted).toMatchObject([{ stayId: stay.stayId, plate: stay.plate }]);
  expect(again.posted[0]?.revision).toBeGreaterThan(stay.revision);
});

it("refuses hashed stays when there are no events to find their plates in", async () => {
  const { rebuild, posted } = aRebuild(visits(1));
  await rebuildStore(rebuild);
  const again = aRebuild([], posted.map(hashed));
  const sources = { ...again.rebuild.sources, trail: undefined, stayedSince: new Date(0) };
  await expect(rebuildStore({ ...again.rebuild, sources })).rejects.toThrow(PlatesHashedError);
});

it("fails when one plate alone exceeds the limit", async () => {
  const { rebuild } = aRebuild(visits(1), [], { mostHeld: 1 });
  await expect(rebuildStore(rebuild)).rejects.toThrow(EvidenceTooLargeError);
});

it("leaves out events ahead of the store's clock, as they will be parked", async () => {
  const [entry] = visits(1) as [PublishedEvent];
  const enteredAt = new Date(NOW_MS + HOUR_MS + 1);
  const event = { ...entry.event, kind: "entry", enteredAt } as PublishedEvent["event"];
  const { rebuild, store } = aRebuild([{ ...entry, event }]);
  await expect(rebuildStore(rebuild)).resolves.toMatchObject({ reads: 0, announced: 0 });
  expect(store.size).toBe(0);
});

it("does not restore forgotten reads, unless the sink lacks their stays", async () => {
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
