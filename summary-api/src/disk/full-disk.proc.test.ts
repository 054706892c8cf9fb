import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createLogger } from "@boomgate/platform/telemetry";
import { afterEach, beforeEach, expect, it } from "vitest";
import { aRunningApi, wire } from "../running-api.fixture.js";
import { aSmallDisk, describeWithSmallDisk, type SmallDisk } from "./full-disk.fixture.js";

const KILOBYTES = 1_024;

describeWithSmallDisk("an API whose disk is full", () => {
  let disk: SmallDisk;
  let api: Awaited<ReturnType<typeof aRunningApi>> | undefined;
  let sent = 0;
  beforeEach(() => {
    disk = aSmallDisk(KILOBYTES);
    sent = 0;
  });
  afterEach(async () => {
    await api?.stop();
    api = undefined;
    disk.unmount();
  });

  const start = async (settings: Readonly<Record<string, string>>) => {
    api = await aRunningApi(settings, {
      log: createLogger({ service: "t", level: "silent", showPlates: false }),
    });
    return api;
  };
  const post = (running: Awaited<ReturnType<typeof aRunningApi>>) =>
    running.post(
      Array.from({ length: 100 }, () =>
        wire({ id: `${sent++}`.padStart(100, "x"), plate: "FULL" }),
      ),
    );
  /** Posts until a summary is refused. */
  const fill = async (running: Awaited<ReturnType<typeof aRunningApi>>) => {
    for (let round = 0; round < 200; round += 1) {
      const answer = await post(running);
      if (answer.status !== 200) return answer;
    }
    throw new Error("the disk is never full");
  };
  const readyOf = async (url: string) => {
    const answer = await fetch(`${url}/readyz`);
    return { status: answer.status, body: (await answer.json()) as unknown };
  };
  const fullOf = async (url: string, place: string) =>
    new RegExp(`^parking_sink_disk_full\\{place="${place}"\\} (\\d)`, "m").exec(
      await (await fetch(`${url}/metrics`)).text(),
    )?.[1];

  it("answers with the cause, still answers reads, and accepts summaries again once there is space", async () => {
    const running = await start({ SUMMARY_DATA_DIR: join(disk.folder, "data") });
    expect(await readyOf(running.metricsUrl)).toMatchObject({ status: 200 });
    expect(await fill(running)).toMatchObject({
      status: 503,
      answer: { code: "DISK_FULL", detail: expect.stringContaining("disk is full") as unknown },
    });
    const stored = Number((await running.read("/api/v1/stats")).body["closed"]);
    expect(stored).toBe(sent - 100);
    expect((await running.read("/api/v1/summaries?limit=1")).status).toBe(200);
    expect(await readyOf(running.metricsUrl)).toMatchObject({
      status: 503,
      body: { database: true, disk_space: false },
    });
    expect(await fullOf(running.metricsUrl, "database")).toBe("1");
    const erasure = await fetch(`${running.url}/api/v1/plates/FULL`, { method: "DELETE" });
    expect(await erasure.json()).toMatchObject({ status: 503, code: "DISK_FULL" });
    disk.resize(16 * KILOBYTES);
    await expect
      .poll(() => readyOf(running.metricsUrl), { timeout: 5_000 })
      .toMatchObject({
        status: 200,
        body: { disk_space: true },
      });
    expect(await fullOf(running.metricsUrl, "database")).toBe("0");
    expect((await post(running)).status).toBe(200);
  });

  it("fails its start with the cause", async () => {
    disk.resize(8);
    await expect(start({ SUMMARY_DATA_DIR: join(disk.folder, "data") })).rejects.toThrow(
      /disk .* is full/,
    );
  });

  it("keeps the lines of its log file until there is space, each whole and once", async () => {
    const file = join(disk.folder, "stays.csv");
    const running = await start({ SUMMARY_LOG_FILE: file });
    disk.resize(100);
    for (let round = 0; round < 10; round += 1) expect((await post(running)).status).toBe(200);
    await expect.poll(() => fullOf(running.metricsUrl, "summary_log")).toBe("1");
    // Between two attempts, each of which removes an incomplete line again.
    await expect.poll(() => readFileSync(file, "utf8").endsWith("\r\n")).toBe(true);
    const before = readFileSync(file, "utf8").split("\r\n").slice(0, -1);
    expect(before.length).toBeGreaterThan(0);
    expect(before.every(isWhole)).toBe(true);
    expect(await readyOf(running.metricsUrl)).toMatchObject({ status: 200 });
    disk.resize(16 * KILOBYTES);
    await expect
      .poll(() => fullOf(running.metricsUrl, "summary_log"), { timeout: 5_000 })
      .toBe("0");
    const lines = readFileSync(file, "utf8").split("\r\n").slice(0, -1);
    expect(lines).toHaveLength(1_000);
    expect(lines.every(isWhole)).toBe(true);
    expect(new Set(lines).size).toBe(1_000);
  });

  it("erases a plate from the lines that wait, and says when there is no space to rewrite the file", async () => {
    const running = await start({ SUMMARY_LOG_FILE: join(disk.folder, "stays.csv") });
    disk.resize(100);
    for (let round = 0; round < 10; round += 1) await post(running);
    await expect.poll(() => fullOf(running.metricsUrl, "summary_log")).toBe("1");
    const erase = async () =>
      (await fetch(`${running.url}/api/v1/plates/FULL`, { method: "DELETE" })).json();
    const nobody = await fetch(`${running.url}/api/v1/plates/NOBODY`, { method: "DELETE" });
    expect(await nobody.json()).toMatchObject({ log_lines: 0 });
    disk.resize(16 * KILOBYTES);
    expect(await erase()).toMatchObject({ stays: 1_000, log_lines: 1_000 });
    expect(readFileSync(join(disk.folder, "stays.csv"), "utf8")).toBe("");
  });
});

const isWhole = (line: string) => /^FULL,.*,closed,s-\w+,1,x*\d+,FULL$/.test(line);
