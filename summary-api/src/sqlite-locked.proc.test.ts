import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aRunningApi, wire } from "./running-api.fixture.js";
import { aProgramThat } from "./store/sqlite/locked-file.fixture.js";
import { idOf } from "./store/stays/stays.fixture.js";

let api: Awaited<ReturnType<typeof aRunningApi>>;
let unlock = async () => {};
beforeEach(async () => {
  api = await aRunningApi();
  await api.post(wire({ id: "before" }));
  // Rollups follow the stay; they are not to be what waits first.
  await expect
    .poll(async () => (await api.read("/api/v1/rollups?period=year")).body["rollups"])
    .toMatchObject([{ current: true }]);
});
afterEach(async () => {
  await unlock();
  await api.stop();
});

const statusOf = async (path: string, url = api.url) => (await fetch(`${url}${path}`)).status;

/** Milliseconds of the slowest answer. */
async function slowestOf(paths: readonly string[]): Promise<number> {
  let slowest = 0;
  for (let round = 0; round < 5; round += 1) {
    for (const path of paths) {
      const startedMs = performance.now();
      expect([path, await statusOf(path)]).toEqual([path, 200]);
      slowest = Math.max(slowest, performance.now() - startedMs);
    }
    await sleep(50);
  }
  return slowest;
}

const READS = [
  "/api/v1/summaries?limit=1",
  `/api/v1/summaries/${idOf("before")}`,
  "/api/v1/stats",
  "/api/v1/overview",
  "/api/v1/rollups?period=day",
  "/api/v1/export.csv",
];

describe.each(["begin immediate", "begin exclusive", "begin; delete from stays"])(
  "while another program holds %s",
  (does) => {
    it("writes wait in their order, and reads are answered", async () => {
      unlock = await aProgramThat(does, api.folder);
      let answered = 0;
      const writes = [1, 2, 3].map(async (revision) => {
        const answer = await api.post(wire({ id: "x1", revision }));
        return { status: answer.status, place: (answered += 1) };
      });
      const erasure = fetch(`${api.url}/api/v1/plates/nobody`, { method: "DELETE" });
      expect(await slowestOf(READS)).toBeLessThan(1_000);
      for (const path of ["/metrics", "/healthz", "/readyz"]) {
        expect([path, await statusOf(path, api.metricsUrl)]).toEqual([path, 200]);
      }
      expect(answered).toBe(0);
      await unlock();
      expect(await Promise.all(writes)).toMatchObject([{ status: 201 }, {}, {}]);
      expect((await erasure).status).toBe(200);
      const { body } = await api.read(`/api/v1/summaries/${idOf("x1")}`);
      expect(body).toMatchObject({ revision: 3 });
      expect((await api.read(`/api/v1/summaries/${idOf("before")}`)).status).toBe(200);
    });
  },
);

it("rejects a write with the cause after some seconds, and accepts it later", async () => {
  unlock = await aProgramThat("begin immediate", api.folder);
  const startedMs = performance.now();
  const ask = async () => {
    const answer = await fetch(`${api.url}/api/v1/summaries`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(wire()),
    });
    return { ...((await answer.json()) as object), retry: answer.headers.get("retry-after") };
  };
  const refused = { status: 503, code: "DATABASE_LOCKED", retry: "1" };
  const first = ask();
  await sleep(3_000);
  expect(await Promise.all([first, ask(), ask()])).toMatchObject([refused, refused, refused]);
  expect(performance.now() - startedMs).toBeLessThan(4_950); // a backend waits for five seconds
  const laterMs = performance.now();
  expect(await ask()).toMatchObject(refused);
  expect(performance.now() - laterMs).toBeLessThan(1_500);
  const erasure = await fetch(`${api.url}/api/v1/plates/nobody`, { method: "DELETE" });
  expect(await erasure.json()).toMatchObject({ status: 503, code: "DATABASE_LOCKED" });
  await unlock();
  expect((await api.post(wire())).status).toBe(201);
  await expect
    .poll(async () => (await api.read("/api/v1/rollups?period=day")).body["rollups"])
    .toMatchObject([{ stays: 2, current: true }]);
}, 20_000);

it("waits at its start until the file is not locked, without blocking its process", async () => {
  await api.stop();
  const folder = mkdtempSync(join(tmpdir(), "boomgate-locked-"));
  // Before there is a write-ahead log not even reading is possible.
  unlock = await aProgramThat("create table notes (text); begin exclusive", folder);
  let isUp = false;
  const starting = aRunningApi({ SUMMARY_DATA_DIR: folder }).finally(() => (isUp = true));
  let slowest = 0;
  for (let round = 0; round < 40; round += 1) {
    const startedMs = performance.now();
    await sleep(10);
    slowest = Math.max(slowest, performance.now() - startedMs);
  }
  expect(slowest).toBeLessThan(300);
  expect(isUp).toBe(false);
  await unlock();
  api = await starting;
  expect((await api.post(wire())).status).toBe(201);
});
