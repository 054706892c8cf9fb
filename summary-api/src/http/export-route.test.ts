import { type AddressInfo, connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_LOTS } from "@boomgate/contracts";
import { fastify } from "fastify";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { afterEach, describe, expect, it } from "vitest";
import { createFindPlates } from "../plates/find-plates.js";
import { aStay } from "../store/stays.fixture.js";
import type { StayCursor, StayFilter, StoredStay } from "../store/summary-store.js";
import { exportRoute } from "./export-route.js";
import { problemOf, sendProblem } from "./problem.js";
import type { ReaderPace } from "./reader-pace.js";

const receivedAt = new Date("2026-11-20T10:00:00Z");
const numbered = (index: number): StoredStay => ({
  ...aStay({ id: `s${index}`, exitedAt: new Date(Date.UTC(2026, 10, 20) - index * 1_000) }),
  receivedAt,
  corrections: 0,
});

let stop = async () => {};
afterEach(() => stop());

/** An API over so many made-up stays, that counts the pages it was asked for. */
async function exportOf(count: number, stalledMs?: number, pace?: ReaderPace) {
  const asked: StayFilter[] = [];
  const slow = { ms: 0 };
  const list = async (filter: StayFilter, limit: number, cursor?: StayCursor) => {
    asked.push(filter);
    if (slow.ms > 0) await sleep(slow.ms);
    const first = cursor ? Number((cursor as StoredStay).exitEventId.slice(1)) + 1 : 0;
    const length = Math.max(0, Math.min(limit, count - first));
    return Array.from({ length }, (_, index) => numbered(first + index));
  };
  const app = fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, _request, reply) => {
    const problem = problemOf(error);
    return problem ? sendProblem(reply, problem) : reply.send(error);
  });
  await app.register(
    exportRoute(
      { list },
      createFindPlates(DEFAULT_LOTS, (plate) => plate),
      stalledMs,
      pace,
    ),
  );
  const url = `${await app.listen({ port: 0 })}/api/v1/export`;
  stop = async () => {
    app.server.closeAllConnections();
    await app.close();
  };
  const { port } = app.server.address() as AddressInfo;
  const connections = () =>
    new Promise((resolve) => app.server.getConnections((_error, open) => resolve(open)));
  return { url, port, asked, slow, connections };
}

/** A reader that asks and never takes anything. */
function stalledReader(port: number) {
  const socket = connect(port, "127.0.0.1");
  socket.pause();
  socket.on("error", () => undefined);
  socket.write("GET /api/v1/export.ndjson HTTP/1.1\r\nhost: localhost\r\n\r\n");
  return socket;
}

describe("an export", () => {
  it("streams everything that the filter lets through, as CSV with a head", async () => {
    const { url, asked } = await exportOf(2_500);
    const answer = await fetch(
      `${url}.csv?lot=main&plate=ab-123-cd&exit_event_id=17&from=2026-11-20T00:00:00Z`,
    );
    const lines = (await answer.text()).split("\r\n");
    expect(answer.headers.get("content-type")).toContain("text/csv");
    expect(lines).toHaveLength(2_502);
    expect(lines[0]).toMatch(/^stay_id,revision,status,lot_id,vehicle_plate,exit_plate,/);
    expect(lines[2_500]).toBe(
      `${numbered(2_499).stayId},1,closed,main,AB123CD,AB123CD,entry-of-s2499,s2499,` +
        "2026-11-19T21:48:21.000Z,2026-11-19T23:18:21.000Z,5400,PT1H30M,2026-11-20T10:00:00.000Z,0",
    );
    const from = new Date("2026-11-20T00:00:00Z");
    expect(asked).toHaveLength(3);
    expect(asked[2]).toEqual({
      lotId: "main",
      plates: [{ plate: "AB123CD" }],
      exitEventId: "17",
      from,
    });
  });

  it("streams one JSON object per line", async () => {
    const { url } = await exportOf(1_000);
    const lines = (await (await fetch(`${url}.ndjson`)).text()).trimEnd().split("\n");
    expect(lines).toHaveLength(1_000);
    expect(JSON.parse(lines[999] ?? "")).toMatchObject({
      exit_event_id: "s999",
      duration: "PT1H30M",
    });
  });

  it("is a typed table in Parquet, in several row groups", async () => {
    const { url } = await exportOf(12_500);
    const answer = await fetch(`${url}.parquet`);
    expect(answer.headers.get("content-type")).toBe("application/vnd.apache.parquet");
    const file = await answer.arrayBuffer();
    expect(parquetMetadata(file).row_groups.map(({ num_rows }) => num_rows)).toEqual([
      5_000n,
      5_000n,
      2_500n,
    ]);
    const rows = await parquetReadObjects({ file });
    expect(rows).toHaveLength(12_500);
    expect(rows[12_000]).toEqual({
      stay_id: numbered(12_000).stayId,
      revision: 1n,
      status: "closed",
      lot_id: "main",
      vehicle_plate: "AB123CD",
      exit_plate: "AB123CD",
      entry_event_id: "entry-of-s12000",
      exit_event_id: "s12000",
      entry_date_time: new Date("2026-11-19T19:10:00Z"),
      exit_date_time: new Date("2026-11-19T20:40:00Z"),
      duration_seconds: 5_400,
      received_at: receivedAt,
      corrections: 0,
    });
  });

  it("is a Parquet file that tools can open also when there is no stay", async () => {
    const { url } = await exportOf(0);
    const file = await (await fetch(`${url}.parquet`)).arrayBuffer();
    expect(parquetMetadata(file).num_rows).toBe(0n);
  });

  it("reads nothing for somebody who wants its head alone", async () => {
    const { url, asked } = await exportOf(10);
    expect((await fetch(`${url}.csv`, { method: "HEAD" })).status).toBe(200);
    expect(asked).toHaveLength(0);
  });

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

  it("is for Excel when asked to, and only as CSV", async () => {
    const { url } = await exportOf(1);
    const bytes = Buffer.from(await (await fetch(`${url}.csv?excel=true`)).arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(bytes.toString()).toContain(',"=""AB123CD""",');
    expect(await (await fetch(`${url}.csv?excel=false`)).text()).toContain(",AB123CD,");
    for (const refused of ["csv?excel=yes", "csv?excel=", "ndjson?excel=true"]) {
      expect((await fetch(`${url}.${refused}`)).status).toBe(400);
    }
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

  it("refuses a malformed range", async () => {
    const { url } = await exportOf(1);
    expect((await fetch(`${url}.csv?from=yesterday`)).status).toBe(400);
  });
});
