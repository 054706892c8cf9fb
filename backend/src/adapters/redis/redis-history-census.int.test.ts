import { deleteKeys, uniqueName } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { afterAll, afterEach } from "vitest";
import { describeHistoryCensus } from "../../ports/history-census.suite.js";
import { LIFETIMES } from "../../ports/store-under-test.fixture.js";
import { MemoryEpochRegister } from "../../store-epoch/memory-epoch-register.js";
import { createHistoryRedis, type HistoryRedisClient } from "./redis-client.js";
import { RedisHistoryCensus } from "./redis-history-census.js";
import { RedisPlateHistoryStore } from "./redis-plate-history-store.js";
import { StoreEpoch } from "../../store-epoch/store-epoch.js";

const LONG = { ...LIFETIMES, afterSaveMs: 60_000 };

describeWith("redis", "Redis", ({ redis: url }) => {
  const prefix = uniqueName();
  const clients: HistoryRedisClient[] = [];
  afterEach(() => {
    for (const client of clients.splice(0)) client.destroy();
  });
  afterAll(() => deleteKeys(`${url}/1`, prefix));

  describeHistoryCensus("a census of Redis", async () => {
    const redis = createHistoryRedis({ url, database: 1, onError: () => undefined });
    clients.push(redis);
    await redis.connect();
    // With characters that have a meaning in a pattern.
    const keyPrefix = `${prefix}[a]*${uniqueName()}:`;
    const epoch = new StoreEpoch(redis, new MemoryEpochRegister(), () => undefined, {
      keyPrefix,
      name: "",
    });
    const options = { keyPrefix, timeoutMs: 5_000, replicas: 0, lifetimes: LONG };
    return {
      store: new RedisPlateHistoryStore(redis, epoch, options),
      census: new RedisHistoryCensus(redis, keyPrefix),
    };
  });
});
