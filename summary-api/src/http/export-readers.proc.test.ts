import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { exportOf, stalledReader, stopExport } from "./export-route.fixture.js";

afterEach(stopExport);

describe("an export", () => {
  it("reads no further than its reader", async () => {
    const { port, asked } = await exportOf(10_000_000);
    const reader = stalledReader(port);
    await expect.poll(() => asked.length).toBeGreaterThan(3);
    let before = 0;
    const isStill = () => before === (before = asked.length);
    await expect.poll(isStill, { interval: 300 }).toBe(true);
    expect(asked.length).toBeLessThan(200);
    reader.destroy();
  });

  it("cuts off a reader that takes nothing", async () => {
    const { port, asked } = await exportOf(10_000_000, 500);
    const reader = stalledReader(port);
    const cut = new Promise((resolve) => reader.once("close", resolve));
    await expect.poll(() => asked.length).toBeGreaterThan(3);
    let before = 0;
    const isStill = () => before === (before = asked.length);
    await expect.poll(isStill, { interval: 300 }).toBe(true);
    await sleep(3_000); // six times what is given to it
    reader.resume(); // what is left for it to read ends
    await cut;
  });

  it("is one of sixteen at the same time and no more", async () => {
    const { url, port, asked } = await exportOf(10_000_000);
    const readers = Array.from({ length: 16 }, () => stalledReader(port));
    await expect.poll(() => asked.length).toBeGreaterThan(32);
    const answer = await fetch(`${url}.csv`);
    expect(await answer.json()).toMatchObject({ status: 503, code: "TOO_MANY_EXPORTS" });
    readers[0]?.destroy();
    const retry = async () => {
      const { status, body } = await fetch(`${url}.csv`);
      await body?.cancel();
      return status;
    };
    await expect.poll(retry).toBe(200);
    for (const reader of readers) reader.destroy();
  });

  it.each([
    ["cuts off a reader that takes a few bytes now and then", 1_000_000, 0],
    ["bears with one that takes as much as is asked", 1, 1],
  ])("%s", async (_what, bytesPerSecond, left) => {
    const pace = { bytesPerSecond, graceMs: 500 };
    const { port, asked, connections } = await exportOf(10_000_000, 600_000, pace);
    const reader = stalledReader(port);
    const trickle = setInterval(() => reader.read(10), 20);
    await expect.poll(() => asked.length).toBeGreaterThan(3);
    let before = 0;
    const isStill = () => before === (before = asked.length);
    await expect.poll(isStill, { interval: 300, timeout: 5_000 }).toBe(true);
    await sleep(2_000);
    expect(await connections()).toBe(left);
    clearInterval(trickle);
    reader.destroy();
  });

  it("does not count the time that the database takes against its reader", async () => {
    const { url, slow } = await exportOf(3_000, 600_000, { bytesPerSecond: 1e9, graceMs: 300 });
    slow.ms = 500;
    expect((await (await fetch(`${url}.ndjson`)).text()).split("\n")).toHaveLength(3_001);
  });
});
