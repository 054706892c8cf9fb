import { deleteKeys, uniqueName } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { afterAll, afterEach } from "vitest";
import { RedisPlateHistoryStore } from "../adapters/redis/redis-plate-history-store.js";
import { openTimedRedis, type TimedRedis } from "../adapters/redis/timed-redis.fixture.js";
import { describeHorizon } from "./horizon.suite.js";

/** Never finds a loss. */
const guard = {
  epoch: "one",
  keys: [],
  ticket: async () => ({ epoch: "one", saves: 0 }),
  check: async () => undefined,
  mark: () => ({ sent: Promise.resolve(), acknowledge: () => undefined }),
};

describeWith("redis", "Redis", ({ redis: url }) => {
  const prefix = uniqueName();
  const clients: TimedRedis[] = [];
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  afterAll(() => deleteKeys(`${url}/1`, prefix));

  describeHorizon("over Redis", async (lifetimes) => {
    const keyPrefix = `${prefix}${uniqueName()}:`;
    const client = await openTimedRedis(url, keyPrefix);
    clients.push(client);
    const options = { keyPrefix, timeoutMs: 5_000, replicas: 0, lifetimes };
    return { ...client, store: new RedisPlateHistoryStore(client.redis, guard, options) };
  });
});
