import { expect, it } from "vitest";
import { NAMES, NOW_MS } from "../gateway.fixture.js";
import { QueueEmptiness } from "./queue-emptiness.js";

/** Queues and a backend whose contents the test decides. */
function aPipeline() {
  const state = { nowMs: NOW_MS, inHand: 0, depths: {} as Record<string, number>, asked: 0 };
  const emptiness = new QueueEmptiness({
    names: NAMES,
    nowMs: () => state.nowMs,
    inHand: async () => state.inHand,
    depth: async (queue) => {
      state.asked += 1;
      return state.depths[queue] ?? 0;
    },
  });
  /** Asks now, and again after the ledger had time to store. */
  const settled = async (beforeMs: number) => {
    await emptiness.areSettled(beforeMs);
    state.nowMs += 6_000;
    return emptiness.areSettled(beforeMs);
  };
  return { state, emptiness, settled };
}

it("is found some seconds after nobody had an event", async () => {
  const { emptiness, settled } = aPipeline();
  expect(await emptiness.areSettled(NOW_MS - 60_000)).toBe(false);
  expect(await settled(NOW_MS - 60_000)).toBe(true);
  expect(await settled(NOW_MS - 60_000)).toBe(true);
});

it("says nothing about an event that was accepted later", async () => {
  const { emptiness, settled, state } = aPipeline();
  expect(await settled(NOW_MS - 60_000)).toBe(true);
  expect(await emptiness.areSettled(state.nowMs)).toBe(false);
});

it.each([
  [NAMES.entryQueue, 0],
  [NAMES.exitQueue, 0],
  ["parking.retry.10s", 0],
  ["parking.outcomes", 0],
  ["", 3],
])("is not found while %s holds an event", async (queue, inHand) => {
  const { state, settled } = aPipeline();
  state.depths[queue] = 1;
  state.inHand = inHand;
  expect(await settled(NOW_MS - 60_000)).toBe(false);
  state.depths[queue] = 0;
  state.inHand = 0;
  state.nowMs += 1_000;
  expect(await settled(NOW_MS - 60_000)).toBe(true);
});

it("asks once a second, however many want to know", async () => {
  const { state, emptiness } = aPipeline();
  await Promise.all(Array.from({ length: 50 }, () => emptiness.areSettled(NOW_MS)));
  const once = state.asked;
  await emptiness.areSettled(NOW_MS);
  expect([once, state.asked]).toEqual([11, 11]);
});

it("is never found where the backends cannot be asked, or the broker is away", async () => {
  const away = async () => {
    throw new Error("the broker is away");
  };
  for (const parts of [
    { inHand: undefined, depth: async () => 0 },
    { inHand: away, depth: async () => 0 },
    { inHand: async () => 0, depth: away },
  ]) {
    let nowMs = NOW_MS;
    const emptiness = new QueueEmptiness({ names: NAMES, nowMs: () => nowMs, ...parts });
    for (let round = 0; round < 3; round += 1) {
      expect(await emptiness.areSettled(NOW_MS - 60_000)).toBe(false);
      nowMs += 6_000;
    }
  }
});
