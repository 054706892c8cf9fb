import { createLogger } from "@boomgate/platform/telemetry";
import { deleteKeys, uniqueName } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { parkedVehiclesSuite } from "./parked-vehicles.suite.js";
import { RedisParkedVehicles } from "./redis-parked-vehicles.js";

describeWith("redis", "parked vehicles in Redis", ({ redis }) => {
  const prefix = uniqueName();
  const log = createLogger({ service: "test", level: "silent", showPlates: false });
  const open = () => RedisParkedVehicles.open({ url: redis, key: prefix, log });
  let parked: RedisParkedVehicles;

  beforeAll(async () => {
    parked = await open();
  });
  beforeEach(async () => {
    await deleteKeys(redis, prefix);
  });
  afterAll(async () => {
    parked.close();
    await deleteKeys(redis, prefix);
  });

  parkedVehiclesSuite(() => parked);

  it("never gives one plate to two processes", async () => {
    const other = await open();
    await Promise.all(Array.from({ length: 100 }, (_, index) => parked.add("main", `P${index}`)));
    const takers = Array.from({ length: 100 }, (_, index) => (index % 2 ? parked : other));
    const taken = await Promise.all(takers.map((taker) => taker.takeRandom("main")));
    other.close();
    expect(new Set(taken).size).toBe(100);
  });

  it("says that the store is unavailable once the connection is gone", async () => {
    const closed = await open();
    closed.close();
    await expect(closed.ping()).rejects.toThrow();
    await expect(closed.add("main", "AB123CD")).rejects.toMatchObject({ recovery: "hold" });
  });
});
