import { readConfig } from "@boomgate/platform/config";
import { systemClock } from "@boomgate/platform/clock";
import { deleteKeys, freePort, startTcpProxy, uniqueName } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { afterEach, expect, it } from "vitest";
import { writeFloor } from "./floor.fixture.js";
import { floorSettings, readFloor } from "./read-floor.js";

const MINUTE_MS = 60_000;

describeWith("redis", "the floor of a store in Redis", ({ redis }) => {
  const prefix = `${uniqueName()}:`;
  afterEach(() => deleteKeys(`${redis}/1`, prefix));

  const read = async (url = redis, settings: Readonly<Record<string, string>> = {}) => {
    const said: string[] = [];
    const place = { REDIS_URL: url, STORE_KEY_PREFIX: prefix };
    const config = readConfig(floorSettings, { ...place, ...settings });
    const floor = await readFloor(config, systemClock, (line) => void said.push(line));
    return { floor, said };
  };

  it("is undefined in a new store", async () => {
    const { floor, said } = await read();
    expect(floor?.over(0)).toBeUndefined();
    expect(said).toEqual([]);
  });

  it("is what was written, or has become due since", async () => {
    const nowMs = Date.now();
    const later = { dueMs: nowMs + MINUTE_MS, mattersUntilMs: 9_000 };
    const due = { dueMs: nowMs - MINUTE_MS, mattersUntilMs: 7_000 };
    await writeFloor(redis, prefix, { text: `5000 ${due.dueMs}`, register: [later] });
    expect((await read()).floor?.over(5_000)).toBe(5_000);
    expect((await read()).floor?.over(5_001)).toBeUndefined();
    await writeFloor(redis, prefix, { register: [due] });
    expect((await read()).floor?.over(7_000)).toBe(7_000);
    expect((await read()).floor?.over(7_001)).toBeUndefined();
  });

  it("is not known without a Redis that answers, and one line says so", async () => {
    const free = await freePort();
    const stalled = await startTcpProxy(redis);
    stalled.stall();
    const startedMs = performance.now();
    const answers = [await read(`redis://me:s3cret@127.0.0.1:${free}`), await read(stalled.url)];
    expect(performance.now() - startedMs).toBeLessThan(4_000);
    await stalled.stop();
    for (const { floor, said } of answers) {
      expect(floor).toBeUndefined();
      expect(said).toHaveLength(1);
      expect(said[0]).toMatch(/^the floor of the store is not known/);
      expect(said[0]).not.toContain("s3cret");
    }
    expect(answers[0]?.said[0]).toContain("ECONNREFUSED");
    expect(answers[1]?.said[0]).toContain("reading it did not end within 2 s");
  });

  it("is not known in a database that Redis does not have", async () => {
    const { floor, said } = await read(redis, { STORE_DATABASE: "99999" });
    expect(floor).toBeUndefined();
    expect(said).toEqual([expect.stringContaining("DB index is out of range")]);
  });
});
