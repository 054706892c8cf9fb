import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";

const PROGRAM = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const cleanUps: (() => void)[] = [];
afterEach(() => cleanUps.splice(0).forEach((cleanUp) => cleanUp()));

type Line = Record<string, unknown> & { readonly event?: string };

const aDataFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-embedded-"));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** The embedded program with its output piped, on free ports. */
const embedded = (...options: string[]) => embeddedWith({}, ...options);

function embeddedWith(env: Readonly<Record<string, string>>, ...options: string[]) {
  const ports = ["--port", "0", "--metrics-port", "0"];
  const child = spawn(process.execPath, [PROGRAM, ...ports, ...options], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  cleanUps.push(() => child.kill("SIGKILL"));
  const lines: Line[] = [];
  let stderr = "";
  let heard = () => {};
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(JSON.parse(line) as Line);
    heard();
  });
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const closed = once(child, "close");
  return {
    lines,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    tells: async (event: string): Promise<Line> => {
      for (;;) {
        const found = lines.find((line) => line.event === event);
        if (found) return found;
        await new Promise<void>((resolve) => (heard = resolve));
      }
    },
    end: async () => ({ code: ((await closed) as [number | null])[0], stderr }),
  };
}

const traffic = ["--seed", "7", "--entry-rate", "300", "--exit-rate", "300"];

describe("the embedded program", () => {
  it("ends after its time with every event accounted for", async () => {
    const run = embedded("--for", "2", ...traffic, "--data-dir", aDataFolder());
    const { code, stderr } = await run.end();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(run.lines[0]).toMatchObject({ event: "started" });
    const told = await run.tells("reconciliation");
    expect(told).toMatchObject({ agrees: true, differences: [] });
    expect(told["published_events"]).toBe(told["accounted_events"]);
    expect((told["stays"] as { closed: number }).closed).toBeGreaterThan(0);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("drains and reconciles on %s", async (signal) => {
    const run = embedded(...traffic, "--data-dir", aDataFolder());
    const { page } = await run.tells("started");
    await aClosedStay(String(page));
    run.kill(signal);
    expect(await run.end()).toEqual({ code: 0, stderr: "" });
    expect(await run.tells("reconciliation")).toMatchObject({ agrees: true });
  });

  it("reconciles its own events alone when the folder holds stays of an earlier run", async () => {
    const folder = aDataFolder();
    for (const seconds of ["1", "2"]) {
      const run = embedded("--for", seconds, ...traffic, "--data-dir", folder);
      expect(await run.end()).toEqual({ code: 0, stderr: "" });
    }
  });

  it("runs a scenario with its truth, and accounts for every event of it", async () => {
    const truth = join(aDataFolder(), "truth.ndjson");
    const scenario = ["--scenario", "mall", "--noise", "realistic", "--time-scale", "3600"];
    const run = embedded(
      ...[...scenario, "--for", "3", "--truth", truth, "--data-dir", aDataFolder()],
      ...["--log-level", "error"],
    );
    expect(await run.end()).toEqual({ code: 0, stderr: "" });
    const told = await run.tells("reconciliation");
    const reads = readFileSync(truth, "utf8").match(/"type":"read"/g) ?? [];
    expect(told["published_events"]).toBe(reads.length);
    expect(reads.length).toBeGreaterThan(100);
  });

  it.each([
    ["0.85", 0],
    ["0.99", 1],
  ])("audits a scenario against a recall of %s", async (share, expected) => {
    const scenario = ["--scenario", "mall", "--noise", "realistic", "--time-scale", "9000"];
    const run = embedded(
      ...[...scenario, "--for", "4", "--audit", "--min-recall", share, "--seed", "7"],
      ...["--data-dir", aDataFolder(), "--log-level", "error"],
    );
    const { code, stderr } = await run.end();
    expect(code).toBe(expected);
    if (expected === 1) expect(stderr).toContain("below 0.99");
    const told = await run.tells("audit");
    expect(told).toMatchObject({ false_merges: 0, missed_because: { unexplained: 0, clock: 0 } });
    expect(told["true_stays"]).toBeGreaterThan(300); // a busy machine comes less far
    expect(told["recall"]).toBeGreaterThan(0.85);
  });

  it("audits a sink that keeps hashes of plates", async () => {
    const run = embeddedWith(
      { PLATE_PEPPER: "a key of at least thirty-two characters" },
      ...["--scenario", "mall", "--time-scale", "9000", "--for", "2", "--seed", "7"],
      ...["--audit", "--min-recall", "0.9", "--data-dir", aDataFolder(), "--log-level", "error"],
    );
    expect(await run.end()).toEqual({ code: 0, stderr: "" });
    expect(await run.tells("audit")).toMatchObject({ false_stays: 0 });
  });

  it("writes history first, then goes on, and the audit finds no seam", async () => {
    const run = embedded(
      ...["--scenario", "mall", "--noise", "realistic", "--backfill", "3d", "--for", "1"],
      ...["--audit", "--data-dir", aDataFolder(), "--log-level", "error"],
    );
    expect(await run.end()).toEqual({ code: 0, stderr: "" });
    expect(await run.tells("backfill")).toHaveProperty("seconds_left");
    expect(await run.tells("reconciliation")).toMatchObject({ agrees: true });
    const told = await run.tells("audit");
    expect(told).toMatchObject({ false_merges: 0, missed_because: { unexplained: 0 } });
    expect(told["true_stays"]).toBeGreaterThan(4_000);
  }, 60_000);

  it("can be stopped while it writes history", async () => {
    const run = embedded(
      ...["--scenario", "mall", "--backfill", "300d", "--audit", "--data-dir", aDataFolder()],
    );
    await run.tells("backfill");
    run.kill("SIGTERM");
    expect(await run.end()).toEqual({ code: 0, stderr: "" });
    expect(await run.tells("audit")).toMatchObject({ recall: 1, precision: 1 });
  }, 60_000);

  it("keeps to loopback, or to those who have a token, its own pipeline among them", async () => {
    const options = [...traffic, "--data-dir", aDataFolder()];
    const open = await embeddedWith({ HTTP_HOST: "0.0.0.0" }, ...options).end();
    expect(open).toMatchObject({ code: 78, stderr: expect.stringContaining("API_TOKENS_FILE") });
    const tokens = { HTTP_HOST: "0.0.0.0", API_TOKENS: "read 0123456789abcdef" };
    const run = embeddedWith(tokens, ...options);
    const { port } = new URL(String((await run.tells("started"))["page"]));
    expect((await fetch(`http://127.0.0.1:${port}/api/v1/stats`)).status).toBe(401);
    run.kill("SIGINT");
    expect(await run.end()).toEqual({ code: 0, stderr: "" });
  });

  it("says on its page what ends with the process", async () => {
    const run = embedded("--data-dir", aDataFolder());
    const { page } = await run.tells("started");
    const html = await (await fetch(String(page))).text();
    expect(html).toContain('role="note">Embedded mode: broker and open stays live in one process');
  });

  it("does not share its folder with another run", async () => {
    const folder = aDataFolder();
    const first = embedded("--data-dir", folder);
    await first.tells("started");
    const { code, stderr } = await embedded("--for", "1", "--data-dir", folder).end();
    expect(code).toBe(1);
    expect(stderr).toContain("choose another --data-dir");
  });

  it.each([
    [["--nonsense"], 64, "unknown option"],
    [["--for", "soon"], 64, "must be seconds"],
    [["--entry-rate", "fast"], 78, "ENTRY_RATE"],
    [["--scenario", "nowhere"], 78, "SCENARIO"],
    [["--audit"], 78, "it knows of no visits"],
    [["--backfill", "30d"], 78, "it knows of no visits"],
    [["--backfill", "soon"], 64, "90m, 12h or 30d"],
    [["--audit", "--min-recall", "90"], 64, "from 0 to 1"],
    [["--scenario", "mall", "--noise", "loud"], 78, "NOISE"],
  ] as const)("refuses %j with exit code %i", async (options, expected, told) => {
    const { code, stderr } = await embedded(...options).end();
    expect(code).toBe(expected);
    expect(stderr).toContain(told);
  });
});

async function aClosedStay(page: string): Promise<void> {
  for (;;) {
    const stats = (await (await fetch(`${page}/api/v1/stats`)).json()) as { closed: number };
    if (stats.closed > 0) return;
  }
}
