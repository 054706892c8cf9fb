import { deleteKeys, uniqueName } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { EMPTY_HISTORY } from "../../domain/plate-history.js";
import type { HistoryChange, PlateHistoryStore } from "../../ports/plate-history-store.js";
import { LIFETIMES } from "../../ports/store-under-test.fixture.js";
import { MemoryPlateHistoryStore } from "../memory/memory-plate-history-store.js";
import { RedisPlateHistoryStore } from "./redis-plate-history-store.js";
import { openTimedRedis } from "./timed-redis.fixture.js";

/** Never finds a loss. */
const guard = {
  epoch: "one",
  keys: [],
  ticket: async () => ({ epoch: "one", saves: 0 }),
  check: async () => undefined,
  mark: () => ({ sent: Promise.resolve(), acknowledge: () => undefined }),
};

const aPlate = fc.constantFrom("A", "B");
/** Ms since the start: few different values, so that instants often equal each other and the ends of slots. */
const anInstant = fc.nat({ max: 12 }).map((step) => step * 500);

const anAct = fc.oneof(
  fc.record({
    act: fc.constant("save" as const),
    plate: aPlate,
    isStale: fc.nat({ max: 4 }).map((draw) => draw === 0),
    newAt: fc.option(anInstant),
    openAt: fc.option(anInstant),
    isUnposted: fc.boolean(),
  }),
  fc.record({ act: fc.constant("posted" as const), plate: aPlate, andEarlier: fc.boolean() }),
  fc.record({
    act: fc.constant("pass" as const),
    ms: fc.oneof(
      fc.nat({ max: 20 }),
      fc.nat({ max: 12 }).map((step) => step * 500),
      fc.constantFrom(999, 1_000, 1_001, 1_010, 4_990, 5_000, 5_010),
    ),
  }),
  fc.record({ act: fc.constant("raise" as const), to: anInstant }),
);
type Act = typeof anAct extends fc.Arbitrary<infer One> ? One : never;

interface Clock {
  now(): number;
  pass(ms: number): Promise<void>;
}

/** The answers of a store to each act, and its content afterwards. */
async function answersOf(
  acts: readonly Act[],
  store: PlateHistoryStore,
  clock: Clock,
): Promise<unknown[]> {
  const answers: unknown[] = [];
  const startMs = clock.now();
  const keyOf = (plate: string) => ({ lotId: "main", plate });
  for (const one of acts) {
    if (one.act === "pass") await clock.pass(one.ms);
    else if (one.act === "raise") await store.raiseFloor(startMs + one.to);
    else {
      const key = keyOf(one.plate);
      const [loaded] = (await store.load([key])).histories;
      const version = loaded?.version ?? 0;
      if (one.act === "posted") {
        await store.posted([{ key, version, andEarlier: one.andEarlier }]);
      } else answers.push(await store.save([changeOf(one, version, startMs)]));
    }
    const { histories } = await store.load(["A", "B"].map(keyOf));
    answers.push(histories, await store.currentFloorMs());
  }
  return answers;
}

function changeOf(
  { plate, isStale, newAt, openAt, isUnposted }: Extract<Act, { act: "save" }>,
  version: number,
  startMs: number,
): HistoryChange {
  const at = (instant: number | null) => (instant === null ? undefined : startMs + instant);
  return {
    key: { lotId: "main", plate },
    expected: isStale ? version + 1 : version,
    next: EMPTY_HISTORY,
    oldestNewMs: at(newAt),
    mattersUntilMs: at(newAt),
    openUntilMs: at(openAt),
    isUnposted,
  };
}

describeWith("redis", "the scripts of Redis and the register in memory", ({ redis: url }) => {
  const prefix = uniqueName();
  afterAll(() => deleteKeys(`${url}/1`, prefix));

  it("answer alike, whatever is saved, posted and due", async () => {
    let refusals = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anAct, { maxLength: 40, size: "max" }), async (acts) => {
        const keyPrefix = `${prefix}${uniqueName()}:`;
        const timed = await openTimedRedis(url, keyPrefix);
        try {
          let nowMs = timed.now();
          const clock = {
            now: () => nowMs,
            sleep: async () => undefined,
            pass: async (ms: number) => void (nowMs += ms),
          };
          const options = { keyPrefix, timeoutMs: 5_000, replicas: 0, lifetimes: LIFETIMES };
          const inRedis = new RedisPlateHistoryStore(timed.redis, guard, options);
          const inMemory = new MemoryPlateHistoryStore(clock, LIFETIMES);
          const wanted = await answersOf(acts, inMemory, clock);
          refusals += wanted.filter((answer) => String(answer).includes("below_floor")).length;
          expect(await answersOf(acts, inRedis, timed)).toEqual(wanted);
        } finally {
          timed.close();
        }
      }),
      { numRuns: 150 },
    );
    expect(refusals).toBeGreaterThan(10);
  }, 120_000);
});
