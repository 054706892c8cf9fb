import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { childEnv } from "@boomgate/testing";
import { describe, expect, it, type TestContext } from "vitest";

const PROGRAM = fileURLToPath(new URL("../dist/main.js", import.meta.url));

type Line = Record<string, unknown> & { readonly event?: string };

/** Tests run side by side: each cleans up what is its own. */
type Own = Pick<TestContext, "onTestFinished">;

const aDataFolder = ({ onTestFinished }: Own) => {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-embedded-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** The embedded program with its output piped, on free ports. */
const embedded = (own: Own, ...options: string[]) => embeddedWith(own, {}, ...options);

function embeddedWith(
  { onTestFinished }: Own,
  env: Readonly<Record<string, string>>,
  ...options: string[]
) {
  const ports = ["--port", "0", "--metrics-port", "0"];
  const child = spawn(process.execPath, [PROGRAM, ...ports, ...options], {
    env: childEnv(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
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

// Side by side: they mostly wait for their time to pass.
describe.concurrent("the embedded program", { timeout: 400_000 }, () => {
  it("ends after its time with every event accounted for", async (own) => {
    const run = embedded(own, "--for", "2", ...traffic, "--data-dir", aDataFolder(own));
    const { code, stderr } = await run.end();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(run.lines[0]).toMatchObject({ event: "started" });
    const told = await run.tells("reconciliation");
    expect(told).toMatchObject({ agrees: true, differences: [] });
    expect(told["published_events"]).toBe(told["accounted_events"]);
    expect((told["stays"] as { closed: number }).closed).toBeGreaterThan(0);
  });

  it.for(["SIGINT", "SIGTERM"] as const)("drains and reconciles on %s", async (signal, own) => {
    const run = embedded(own, ...traffic, "--data-dir", aDataFolder(own));
    const { page } = await run.tells("started");
    await aClosedStay(String(page));
    run.kill(signal);
    expect(await run.end()).toEqual({ code: 0, stderr: "" });
    expect(await run.tells("reconciliation")).toMatchObject({ agrees: true });
  });

  it("reconciles its own events alone when the folder holds stays of an earlier run", async (own) => {
    const folder = aDataFolder(own);
    for (const seconds of ["1", "2"]) {
      const run = embedded(own, "--for", seconds, ...traffic, "--data-dir", folder);
      expect(await run.end()).toEqual({ code: 0, stderr: "" });
    }
  });

  it("runs a scenario with its truth, and accounts for every event of it", async (own) => {
    const truth = join(aDataFolder(own), "truth.ndjson");
    const scenario = ["--scenario", "mall", "--noise", "realistic", "--time-scale", "3600"];
    const run = embedded(
      own,
      ...[...scenario, "--for", "3", "--truth", truth, "--data-dir", aDataFolder(own)],
      ...["--log-level", "error"],
    );
    expect(await run.end()).toEqual({ code: 0, stderr: "" });
    const told = await run.tells("reconciliation");
    const reads = readFileSync(truth, "utf8").match(/"type":"read"/g) ?? [];
    expect(told["published_events"]).toBe(reads.length);
    expect(reads.length).toBeGreaterThan(100);
  });

  it("names the option of a port that is taken", async (own) => {
    const first = embedded(own, ...traffic, "--data-dir", aDataFolder(own));
    const { port } = new URL(String((await first.tells("started"))["page"]));
    const second = embedded(own, "--data-dir", aDataFolder(own), "--port", port);
    const { code, stderr } = await second.end();
    expect([code, stderr]).toEqual([1, expect.stringContaining("set HTTP_PORT to another")]);
    expect(stderr).toContain("--port <number>");
  });

  it.for([
    ["0.6", 0],
    ["0.99", 1],
  ] as const)("audits a scenario against a recall of %s", async ([share, expected], own) => {
    const scenario = ["--scenario", "mall", "--noise", "realistic", "--time-scale", "9000"];
    const run = embedded(
      own,
      ...[...scenario, "--for", "4", "--audit", "--min-recall", share, "--seed", "7"],
      ...["--data-dir", aDataFolder(own), "--log-level", "error"],
    );
    const { code, stderr } = await run.end();
    expect(code).toBe(expected);
    if (expected === 1) expect(stderr).toContain("below 0.99");
    const told = await run.tells("audit");
    expect(told).toMatchObject({ false_merges: 0, missed_because: { unexplained: 0, clock: 0 } });
    expect(told["true_stays"]).toBeGreaterThan(20); // a busy machine comes less far
    expect(told["recall"]).toBeGreaterThan(0.6);
  });

  it("audits a sink that keeps hashes of plates", async (own) => {
    const run = embeddedWith(
      own,
      { PLATE_PEPPER: "a key of at least thirty-two characters" },
      ...["--scenario", "mall", "--time-scale", "9000", "--for", "2", "--seed", "7"],
      ...["--audit", "--min-recall", "0.9", "--data-dir", aDataFolder(own), "--log-level", "error"],
    );
    expect(await run.end()).toEqual({ code: 0, stderr: "" });
    expect(await run.tells("audit")).toMatchObject({ false_stays: 0 });
  });

  it("writes history first, then goes on, and the audit finds no seam", async (own) => {
    const run = embedded(
      own,
      ...["--scenario", "mall", "--noise", "realistic", "--backfill", "3d", "--for", "1"],
      ...["--audit", "--data-dir", aDataFolder(own), "--log-level", "error"],
    );
    expect(await run.end()).toEqual({ code: 0, stderr: "" });
    expect(await run.tells("backfill")).toHaveProperty("seconds_left");
    expect(await run.tells("reconciliation")).toMatchObject({ agrees: true });
    const told = await run.tells("audit");
    expect(told).toMatchObject({ false_merges: 0, missed_because: { unexplained: 0 } });
    expect(told["true_stays"]).toBeGreaterThan(4_000);
  });

  it("can be stopped while it writes history", async (own) => {
    const run = embedded(
      own,
      ...["--scenario", "mall", "--backfill", "300d", "--audit", "--data-dir", aDataFolder(own)],
    );
    await run.tells("backfill");
    run.kill("SIGTERM");
    expect(await run.end()).toEqual({ code: 0, stderr: "" });
    expect(await run.tells("audit")).toMatchObject({ recall: 1, precision: 1 });
  });

  it("keeps to loopback, or to those who have a token, its own pipeline among them", async (own) => {
    const options = [...traffic, "--data-dir", aDataFolder(own)];
    const open = await embeddedWith(own, { HTTP_HOST: "0.0.0.0" }, ...options).end();
    expect(open).toMatchObject({ code: 78, stderr: expect.stringContaining("API_TOKENS_FILE") });
    const tokens = { HTTP_HOST: "0.0.0.0", API_TOKENS: "read 0123456789abcdef" };
    const run = embeddedWith(own, tokens, ...options);
    const { port } = new URL(String((await run.tells("started"))["page"]));
    expect((await fetch(`http://127.0.0.1:${port}/api/v1/stats`)).status).toBe(401);
    run.kill("SIGINT");
    expect(await run.end()).toEqual({ code: 0, stderr: "" });
  });

  it("says on its page what ends with the process", async (own) => {
    const run = embedded(own, "--data-dir", aDataFolder(own));
    const { page } = await run.tells("started");
    const html = await (await fetch(String(page))).text();
    expect(html).toContain('role="note">Embedded mode: broker and open stays live in one process');
  });

  it("does not share its folder with another run", async (own) => {
    const folder = aDataFolder(own);
    const first = embedded(own, "--data-dir", folder);
    await first.tells("started");
    const { code, stderr } = await embedded(own, "--for", "1", "--data-dir", folder).end();
    expect(code).toBe(1);
    expect(stderr).toContain("choose another --data-dir");
  });

  it.for([
    [["--nonsense"], 64, "unknown option"],
    [["--for", "soon"], 64, "must be seconds"],
    [["--entry-rate", "fast"], 78, "ENTRY_RATE"],
    [["--scenario", "nowhere"], 78, "SCENARIO"],
    [["--audit"], 78, "it knows of no visits"],
    [["--backfill", "30d"], 78, "it knows of no visits"],
    [["--backfill", "soon"], 64, "90m, 12h or 30d"],
    [["--audit", "--min-recall", "90"], 64, "from 0 to 1"],
    [["--scenario", "mall", "--noise", "loud"], 78, "NOISE"],
  ] as const)("refuses %j with exit code %i", async ([options, expected, told], own) => {
    const { code, stderr } = await embedded(own, ...options).end();
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
