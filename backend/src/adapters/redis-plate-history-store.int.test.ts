import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "@boomgate/platform/clock";
import { deleteKeys, startTcpProxy, uniqueName } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { afterAll, afterEach, expect, it } from "vitest";
import { describePlateHistoryStore } from "../ports/plate-history-store.suite.js";
import { checkKeepsAll } from "./check-keeps-all.js";
import { createHistoryRedis, type HistoryRedisClient } from "./redis-client.js";
import { MemoryEpochRegister } from "./memory-epoch-register.js";
import { RedisPlateHistoryStore } from "./redis-plate-history-store.js";
import { StoreEpoch } from "./store-epoch.js";

describeWith("redis", "Redis", ({ redis: url }) => {
  const prefix = uniqueName();
  const clients: HistoryRedisClient[] = [];
  afterEach(() => {
    for (const client of clients.splice(0)) client.destroy();
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
    return new RedisPlateHistoryStore(redis, systemClock, epoch, {
      keyPrefix,
      timeoutMs,
      replicas,
    });
  };

  describePlateHistoryStore("plate histories in Redis", async () => ({
    store: await open(),
    pass: (ms) => sleep(ms),
  }));

  it("is found to keep all", async () => {
    await expect(checkKeepsAll(await connect())).resolves.toBeUndefined();
  });

  it("holds the event when Redis does not answer in time, or at all", async () => {
    const proxy = await startTcpProxy(url);
    const store = await open(2_000, proxy.url);
    const keys = [{ lotId: "main", plate: "AB123CD" }];
    await expect(store.load(keys)).resolves.toHaveLength(1);
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
    const store = await open(2_000, url, 1);
    const change = {
      key: { lotId: "main", plate: "AB123CD" },
      expected: 0,
      next: { reads: [], announced: [] },
      keepForMs: 60_000,
    };
    await expect(store.save([change])).rejects.toMatchObject({ recovery: "hold" });
    // It was saved all the same, as after every lost answer.
    await expect(store.save([{ ...change, keepForMs: 60_001 }])).rejects.toMatchObject({
      recovery: "hold",
    });
  });
});
