import { deleteKeys, uniqueName } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { afterEach, beforeEach, expect, it } from "vitest";
import { EMPTY_HISTORY } from "../domain/plate-history.js";
import type { HistoryChange } from "../ports/plate-history-store.js";
import { LIFETIMES } from "../ports/store-under-test.fixture.js";
import { MemoryEpochRegister } from "./memory-epoch-register.js";
import { createHistoryRedis, type HistoryRedisClient } from "../adapters/redis/redis-client.js";
import { renewEpoch } from "./renew-epoch.js";
import { RedisPlateHistoryStore } from "../adapters/redis/redis-plate-history-store.js";
import { checkPlace } from "./check-place.js";
import { StoreEpoch } from "./store-epoch.js";

const key = { lotId: "main", plate: "AB123CD" };
const LONG = { ...LIFETIMES, afterSaveMs: 60_000 };
const change: HistoryChange = {
  key,
  expected: 0,
  next: EMPTY_HISTORY,
  oldestNewMs: undefined,
  mattersUntilMs: undefined,
  openUntilMs: undefined,
  isUnposted: false,
};

describeWith("redis", "the epoch of a store in Redis", ({ redis: url }) => {
  let prefix: string;
  let register: MemoryEpochRegister;
  let clients: HistoryRedisClient[];
  beforeEach(() => {
    prefix = uniqueName();
    register = new MemoryEpochRegister();
    clients = [];
  });
  afterEach(async () => {
    for (const client of clients) client.destroy();
    await deleteKeys(`${url}/1`, prefix);
  });

  const place = () => ({ keyPrefix: prefix, name: "the first" });

  /** Opens the store as one more process does. */
  const open = async (at = place()) => {
    const redis = createHistoryRedis({ url, database: 1, onError: () => undefined });
    clients.push(redis);
    await redis.connect();
    const trust: boolean[] = [];
    const epoch = new StoreEpoch(redis, register, (isTrusted) => trust.push(isTrusted), at);
    const store = new RedisPlateHistoryStore(redis, epoch, {
      keyPrefix: prefix,
      timeoutMs: 5_000,
      replicas: 0,
      lifetimes: LONG,
    });
    const save = async () => {
      const [{ version } = { version: 0 }] = (await store.load([key])).histories;
      return store.save([{ ...change, expected: version }]);
    };
    return { redis, epoch, store, trust, save };
  };
  const lost = (sentence: string) => ({
    recovery: "hold",
    cause: { code: "STORE_LOST", message: expect.stringContaining(sentence) },
  });

  it("is named once, by the process that is first", async () => {
    const processes = await Promise.all([open(), open(), open()]);
    const loads = await Promise.all(processes.map(({ store }) => store.load([key])));
    expect(loads).toHaveLength(3);
    const epochs = await Promise.all(processes.map(({ epoch }) => epoch.ticket()));
    expect(new Set(epochs.map(({ epoch }) => epoch)).size).toBe(1);
    await expect(register.newest()).resolves.toBe(epochs[0]?.epoch);
  });

  it("is trusted after a restart of the backend", async () => {
    await (await open()).save();
    const { store, trust } = await open();
    await expect(store.load([key])).resolves.toMatchObject({
      histories: [{ history: { reads: [] } }],
    });
    expect(trust).toEqual([true]);
  });

  it("is missed when Redis comes back empty under a running backend", async () => {
    const { store, save, trust } = await open();
    await save();
    await deleteKeys(`${url}/1`, prefix);
    await expect(store.load([key])).rejects.toMatchObject(lost("not the one it was"));
    await expect(store.load([key])).rejects.toMatchObject(lost("is empty"));
    await expect(store.load([key])).rejects.toMatchObject(lost("npm run rebuild"));
    expect([trust[0], trust.at(-1)]).toEqual([true, false]);
  });

  it("is missed when Redis was emptied while no backend ran", async () => {
    await (await open()).save();
    await deleteKeys(`${url}/1`, prefix);
    const { store } = await open();
    await expect(store.load([key])).rejects.toMatchObject(lost("is empty"));
  });

  it("is missed when Redis holds older data of another epoch", async () => {
    const { save, redis, epoch, store } = await open();
    await save();
    await redis.set(epoch.keys[0], "one of before");
    await expect(store.load([key])).rejects.toMatchObject(lost("not the one it was"));
    await expect(store.load([key])).rejects.toMatchObject(lost("another epoch"));
  });

  it("stops every process when the last saves of one are gone", async () => {
    const [one, other] = [await open(), await open()];
    await one.save();
    const mark = (await one.redis.get(one.epoch.keys[1])) as string;
    await one.save();
    await other.save();
    // The data of a replica that takes over before it received the last save.
    await one.redis.set(one.epoch.keys[1], mark);
    await expect(one.store.load([key])).rejects.toMatchObject(lost("lost acknowledged saves"));
    // The process that found the loss publishes it with its next call.
    await expect(one.store.load([key])).rejects.toMatchObject({ recovery: "hold" });
    await expect(other.store.load([key])).rejects.toMatchObject({ recovery: "hold" });
    await expect((await open()).store.load([key])).rejects.toMatchObject(
      lost("lost acknowledged saves"),
    );
  });

  it("is trusted again by every process once it was renewed", async () => {
    const [one, other] = [await open(), await open()];
    await one.save();
    await deleteKeys(`${url}/1`, prefix);
    for (const { store } of [one, other]) {
      await expect(store.load([key])).rejects.toMatchObject({ recovery: "hold" });
      await expect(store.load([key])).rejects.toMatchObject(lost("is empty"));
    }
    const { redis } = await open();
    await renewEpoch(redis, register, place(), async () => {
      await expect(one.store.load([key])).rejects.toMatchObject(lost("being rebuilt"));
    });
    for (const { store, save } of [one, other]) {
      await expect(store.load([key])).resolves.toMatchObject({ histories: [{}] });
      await expect(save()).resolves.toEqual([expect.any(Number)]);
    }
    expect(one.trust.at(-1)).toBe(true);
  });

  it("does not take a late answer for a loss", async () => {
    const { epoch, store, save } = await open();
    await save();
    const ticket = await epoch.ticket();
    const before = [ticket.epoch, String(ticket.saves)];
    await save(); // acknowledged before the answer is checked
    await expect(epoch.check(ticket, before)).resolves.toBeUndefined();
    await expect(store.load([key])).resolves.toMatchObject({ histories: [{}] });
  });

  it("is not renewed when Redis is lost again while it is being rebuilt", async () => {
    const { redis, store, save } = await open();
    await save();
    const rebuilding = renewEpoch(redis, register, place(), () => deleteKeys(`${url}/1`, prefix));
    await expect(rebuilding).rejects.toMatchObject({ code: "REBUILD_OVERTAKEN" });
    await expect(store.load([key])).rejects.toMatchObject({ recovery: "hold" });
    await expect((await open()).store.load([key])).rejects.toMatchObject(lost("is empty"));
  });

  it("is missed when loaded histories are gone, after a save without changes was acknowledged", async () => {
    const [one, other] = [await open(), await open()];
    await one.save();
    await other.store.load([key]);
    await other.store.save([]);
    await one.redis.del([one.epoch.keys[1], other.epoch.keys[1]]);
    await expect(other.store.load([key])).rejects.toMatchObject(lost("lost acknowledged saves"));
  });

  it("names the place of the true store when another place is configured", async () => {
    await (await open()).save();
    const elsewhere = { keyPrefix: `${prefix}other.`, name: "the second" };
    const wrong = await open(elsewhere);
    await expect(wrong.store.load([key])).rejects.toMatchObject(
      lost("is not the true store, the first"),
    );
    await expect(checkPlace(register, elsewhere)).rejects.toMatchObject({
      code: "STORE_ELSEWHERE",
      message: expect.stringMatching(/true store is the first\n.*the second\n/),
    });
    await expect(checkPlace(register, place())).resolves.toBeUndefined();
    // Renewed on purpose: from now on the first place is the wrong one.
    await renewEpoch(wrong.redis, register, elsewhere, async () => undefined);
    await expect(checkPlace(register, place())).rejects.toThrow("true store is the second");
    await expect((await open()).store.load([key])).rejects.toMatchObject(
      lost("is not the true store, the second"),
    );
  });
});
