import { setTimeout as sleep } from "node:timers/promises";
import { floorAt, floorKeysOf } from "@boomgate/contracts";
import { deleteKeys, startTcpProxy, uniqueName } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { afterAll, afterEach, expect, it } from "vitest";
import { EMPTY_HISTORY } from "../../domain/plate-history.js";
import type { HistoryChange } from "../../ports/plate-history-store.js";
import { describePlateHistoryStore } from "../../ports/plate-history-store.suite.js";
import { LIFETIMES } from "../../ports/store-under-test.fixture.js";
import { checkOldForm } from "./check-old-form.js";
import { checkKeepsAll } from "./check-keeps-all.js";
import { createHistoryRedis, type HistoryRedisClient } from "./redis-client.js";
import { MemoryEpochRegister } from "../../store-epoch/memory-epoch-register.js";
import { RedisPlateHistoryStore } from "./redis-plate-history-store.js";
import { StoreEpoch } from "../../store-epoch/store-epoch.js";
import { documentKeyOf } from "./history-keys.js";
import { openTimedRedis, type TimedRedis } from "./timed-redis.fixture.js";

describeWith("redis", "Redis", ({ redis: url }) => {
  const prefix = uniqueName();
  const clients: HistoryRedisClient[] = [];
  const timed: TimedRedis[] = [];
  afterEach(() => {
    for (const client of clients.splice(0)) client.destroy();
    for (const client of timed.splice(0)) client.close();
  });
  afterAll(() => deleteKeys(`${url}/1`, prefix));

  const connect = async (to = url) => {
    const client = createHistoryRedis({ url: to, database: 1, onError: () => undefined });
    clients.push(client);
    await client.connect();
    return client;
  };
  const open = async (timeoutMs = 5_000, to = url, replicas = 0) => {
    const redis = await connect(to);
    const keyPrefix = `${prefix}${clients.length}${Math.random()}:`;
    const epoch = new StoreEpoch(redis, new MemoryEpochRegister(), () => undefined, {
      keyPrefix,
      name: "",
    });
    const options = { keyPrefix, timeoutMs, replicas, lifetimes: LIFETIMES };
    return { redis, keyPrefix, store: new RedisPlateHistoryStore(redis, epoch, options) };
  };
  const openTimed = async () => {
    const { keyPrefix } = await open();
    const client = await openTimedRedis(url, keyPrefix);
    timed.push(client);
    const epoch = new StoreEpoch(await connect(), new MemoryEpochRegister(), () => undefined, {
      keyPrefix,
      name: "",
    });
    const options = { keyPrefix, timeoutMs: 5_000, replicas: 0, lifetimes: LIFETIMES };
    const store = new RedisPlateHistoryStore(client.redis, epoch, options);
    return { ...client, store };
  };
  const key = { lotId: "main", plate: "AB123CD" };
  const change: HistoryChange = {
    key,
    expected: 0,
    next: EMPTY_HISTORY,
    oldestNewMs: undefined,
    mattersUntilMs: 7_000,
    openUntilMs: undefined,
    isUnposted: false,
  };

  describePlateHistoryStore("plate histories in Redis", openTimed);

  it("lets a document expire by the clock of Redis, and not before it is posted", async () => {
    const { store, redis, keyPrefix } = await open();
    const text = documentKeyOf(keyPrefix, key);
    const [version] = await store.save([{ ...change, isUnposted: true }]);
    expect(await redis.pTTL(text)).toBe(-1);
    const { nowMs } = await store.load([]);
    expect(Math.abs(nowMs - Date.now())).toBeLessThan(60_000);
    await store.posted([{ key, version: version as number, andEarlier: false }]);
    const left = await redis.pTTL(text);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(LIFETIMES.afterSaveMs + LIFETIMES.slotMs);
    while ((await redis.get(text)) !== null) await sleep(20);
    expect(await store.currentFloorMs()).toBe(7_000);
  });

  it("keeps a floor that other programs read without its scripts", async () => {
    const { store, redis, keyPrefix } = await open();
    const [floorKey, registerKey] = floorKeysOf(keyPrefix);
    const read = async () => {
      const entries = await redis.zRangeWithScores(registerKey, 0, -1);
      const register = entries.map(({ value, score }) => ({
        dueMs: Number(value),
        mattersUntilMs: score,
      }));
      const text = (await redis.get(floorKey)) ?? undefined;
      return floorAt({ text, register }, (await store.load([])).nowMs);
    };
    expect(await read()).toEqual({ floorMs: undefined, untilMs: Infinity });
    await store.save([{ ...change, openUntilMs: 9_000 }]);
    const { floorMs, untilMs } = await read();
    expect(floorMs).toBeUndefined();
    expect(untilMs).toBeGreaterThan(Date.now() - 60_000);
    await expect.poll(async () => (await read()).floorMs).toBe(9_000);
    expect(await redis.get(floorKey)).toMatch(/^ \d+$/); // written by the next save
    await store.raiseFloor(12_000);
    expect((await read()).floorMs).toBe(12_000);
  });

  it.each([
    ["another program's value", "hello", "it does not begin as a document does"],
    ["the form before there was a format", '17|{"r":[],"a":[]}', "it does not begin"],
    ["a newer format", '2|17|99999999999999||{"q":1}', "format 2"],
    ["cut text", '1|17|99999999999999||{"p":[', "not JSON"],
    ["other JSON", '1|17|99999999999999||{"p":[],"r":[1],"a":[]}', "not a history"],
    ["an array", "1|17|99999999999999||[]", "not a history"],
    ["null", "1|17|99999999999999||null", "not a history"],
    ["a read of no plate", '1|17|99999999999999||{"p":[],"r":[["n",1,"e"]],"a":[]}', "names what"],
    ["an announcement of nothing", '1|17|99999999999999||{"p":["A"],"r":[],"a":[[1,0]]}', "names"],
    ["a due time that is none", '1|5|99999999999999999||{"p":[],"r":[],"a":[]}', "does not begin"],
    [
      "an instant that is none",
      `1|5|9||{"p":["A"],"r":[["n",${8.64e15 + 1},"e"]],"a":[]}`,
      "history",
    ],
    [
      "a revision that is none",
      `1|5|9||{"p":["A"],"r":[["x",1,"x"]],"a":[[${2 ** 53 - 1},0]]}`,
      "none",
    ],
    [
      "a plate that is none",
      '1|5|9||{"p":["A"],"r":[["n",1,"e","length"]],"a":[]}',
      "not a history",
    ],
    ["reads in disorder", '1|5|9||{"p":["A"],"r":[["n",2,"e"],["n",1,"f"]],"a":[]}', "order"],
    ["an announcement that is none", '1|17|99999999999999||{"p":["A"],"r":[],"a":[7]}', "none"],
  ])("finds %s unreadable, and the plates beside it well", async (_what, value, why) => {
    const { store, redis, keyPrefix } = await open();
    const other = { ...key, plate: "ZZ999ZZ" };
    await redis.set(documentKeyOf(keyPrefix, key), value);
    await store.save([{ ...change, key: other }]);
    const { histories } = await store.load([key, other]);
    expect(histories).toMatchObject([
      { unreadable: expect.stringContaining(why) as string },
      { history: EMPTY_HISTORY },
    ]);
    expect(["changed", "unreadable"]).toContain((await store.save([change]))[0]);
    // A rebuild replaces it by naming its version.
    const expected = histories[0]?.version ?? 0;
    expect(await store.save([{ ...change, expected }])).toEqual([expect.any(Number)]);
  });

  it("reports a key unreadable that holds another type, and saves the other plates", async () => {
    const { store, redis, keyPrefix } = await open();
    const other = { ...change, key: { ...key, plate: "ZZ999ZZ" } };
    await redis.hSet(documentKeyOf(keyPrefix, key), "a", "b");
    expect(await store.save([change, other])).toEqual(["unreadable", expect.any(Number)]);
    await store.posted([{ key, version: 1, andEarlier: true }]);
    expect(await store.save([{ ...change, expected: -1 }])).toEqual([expect.any(Number)]);
  });

  it("holds the event while floor or register hold something else, until a rebuild replaces it", async () => {
    const { store, redis, keyPrefix } = await open();
    const [floorKey, registerKey] = floorKeysOf(keyPrefix);
    await store.save([change]);
    for (const spoil of [
      () => redis.set(floorKey, "hello"),
      () => redis.set(floorKey, "NaN 5"),
      () => redis.unlink(floorKey).then(() => redis.hSet(floorKey, "a", "b")),
      () => redis.set(registerKey, "hello"),
      () => redis.set(floorKey, `${"9".repeat(400)} `),
      // Noticed when something is due.
      () =>
        redis
          .zAdd(registerKey, { score: Number.POSITIVE_INFINITY, value: "1" })
          .then(() => redis.set(floorKey, " 1")),
    ]) {
      await spoil();
      const saving = store.save([{ ...change, key: { ...key, plate: "ZZ999ZZ" } }]);
      await expect(saving).rejects.toMatchObject({ recovery: "hold" });
      await store.raiseFloor(5_000);
      expect(await store.currentFloorMs()).toBeGreaterThanOrEqual(5_000);
    }
    await redis.set(floorKey, "hello");
    await expect(store.load([key])).rejects.toMatchObject({ recovery: "hold" });
  });

  it("is refused when it holds histories of an earlier form", async () => {
    const { redis, keyPrefix } = await open();
    await redis.set(`${keyPrefix}store:epoch`, "epoch 1");
    await expect(checkOldForm(redis, keyPrefix, "here")).resolves.toBeUndefined();
    await redis.set(`${keyPrefix}history:AB123CD:main`, '17|{"r":[],"a":[]}');
    await expect(checkOldForm(redis, keyPrefix, "here")).rejects.toThrow("here holds plate");
  });

  it("passes the check of its memory policy", async () => {
    await expect(checkKeepsAll((await open()).redis)).resolves.toBeUndefined();
  });

  it("holds the event when Redis does not answer in time, or at all", async () => {
    const proxy = await startTcpProxy(url);
    const { store } = await open(2_000, proxy.url);
    const keys = [key];
    await expect(store.load(keys)).resolves.toMatchObject({ histories: [{ version: 0 }] });
    proxy.stall();
    await expect(store.load(keys)).rejects.toMatchObject({ recovery: "hold" });
    proxy.flow();
    proxy.refuse();
    await expect(store.load(keys)).rejects.toMatchObject({ recovery: "hold" });
    proxy.accept();
    for (;;) {
      const isBack = await store.load(keys).then(
        () => true,
        () => false,
      );
      if (isBack) break;
      await sleep(20);
    }
    await proxy.stop();
  });

  it("holds the event when fewer replicas than asked for have the save", async () => {
    const { store } = await open(2_000, url, 1);
    await expect(store.save([change])).rejects.toMatchObject({ recovery: "hold" });
    // The history was saved anyway, as after every lost answer.
    await expect(store.save([change])).rejects.toMatchObject({ recovery: "hold" });
  });
});
