import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startRedis } from "@boomgate/testing";
import { describeWithProgram } from "@boomgate/testing/vitest";
import { createClient } from "redis";
import { afterAll, beforeAll, expect, it } from "vitest";
import { redisAcl } from "./redis-acl.js";
import { secretOf } from "./secret-files.js";
import { type Started, startWithSecrets } from "./started.fixture.js";

describeWithProgram("redis-server", "users of Redis", () => {
  let server: Started;
  const open: { destroy(): void }[] = [];

  beforeAll(async () => {
    server = await startWithSecrets((folder, secrets) => {
      const aclfile = join(folder, "users.acl");
      writeFileSync(aclfile, redisAcl(secrets));
      const password = secretOf(secrets, "redis-backend");
      return startRedis({ config: { aclfile }, login: { user: "backend", password } });
    });
  });
  afterAll(async () => {
    for (const client of open) client.destroy();
    await server.stop();
  });

  async function clientOf(user: string, database = 0) {
    const password = secretOf(server.secrets, `redis-${user}`);
    const url = `redis://${user}:${password}@127.0.0.1:${server.port}/${database}`;
    const client = createClient({ url });
    client.on("error", () => {});
    await client.connect();
    open.push(client);
    return client;
  }

  it("lets the generators keep the set of parked vehicles and touch nothing else", async () => {
    const entry = await clientOf("entry-generator");
    const exit = await clientOf("exit-generator");
    expect(await entry.sAdd("parked_vehicles", "AB123CD")).toBe(1);
    expect(await exit.sPop("parked_vehicles")).toBe("AB123CD");
    await expect(entry.get("plate:AB123CD:main")).rejects.toThrow(/NOPERM/);
    await expect(entry.set("parked_vehicles", "x")).rejects.toThrow(/NOPERM/);
    await expect(exit.flushAll()).rejects.toThrow(/NOPERM/);
    await expect(exit.keys("*")).rejects.toThrow(/NOPERM/);
  });

  it("lets the backend keep histories and touch nothing else", async () => {
    const backend = await clientOf("backend", 1);
    const save = { keys: ["plate:AB123CD:main"], arguments: ["1", "60000"] };
    const script = "return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])";
    expect(await backend.eval(script, save)).toBe("OK");
    expect(await backend.mGet(["plate:AB123CD:main"])).toEqual(["1"]);
    expect(await backend.set("store:epoch", "epoch 1", { NX: true })).toBe("OK");
    expect(await backend.zAdd("store:due", { score: 1, value: "2" })).toBe(1);
    expect(await backend.zRange("store:due", 0, -1)).toEqual(["2"]);
    expect(await backend.zRem("store:due", "2")).toBe(1);
    expect(await backend.time()).toHaveLength(2);
    expect(await backend.wait(0, 10)).toBe(0);
    expect(await backend.info("memory")).toContain("maxmemory");
    await expect(backend.eval(script, { ...save, keys: ["other"] })).rejects.toThrow(/NOPERM|ACL/);
    await expect(backend.sAdd("parked_vehicles", "AB123CD")).rejects.toThrow(/NOPERM/);
    await expect(backend.del("plate:AB123CD:main")).rejects.toThrow(/NOPERM/);
    await expect(backend.configSet("maxmemory", "1")).rejects.toThrow(/NOPERM/);
  });

  it("lets no user in without a password, except for PING", async () => {
    const health = createClient({ url: `redis://health:any@127.0.0.1:${server.port}`, RESP: 2 });
    health.on("error", () => {});
    await health.connect();
    open.push(health);
    expect(await health.ping()).toBe("PONG");
    await expect(health.get("x")).rejects.toThrow(/NOPERM/);
    await expect(health.sendCommand(["AUTH", "default", ""])).rejects.toThrow(/WRONGPASS/);
  });
});
