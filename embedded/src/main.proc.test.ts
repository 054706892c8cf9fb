import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { childEnv } from "@boomgate/testing";
import { describe, expect, it, type TestContext } from "vitest";

const PROGRAM = fileURLToPath(new URL("../dist/main.js", import.meta.url));

type Line = Record<string, unknown> & { readonly event?: string };

interface Sent {
  readonly accepted: number;
  readonly events: readonly { readonly receipt: string }[];
}

/** Tests run at the same time: each cleans up after itself. */
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
  const ports = ["--port", "0", "--metrics-port", "0", "--gateway-port", "0"];
  const child = spawn(process.execPath, [PROGRAM, ...ports, ...options], {
    env: childEnv(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines: Line[] = [];
  let stderr = "";
  let onLine = () => {};
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(JSON.parse(line) as Line);
    onLine();
  });
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const closed = once(child, "close");
  return {
    lines,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    line: async (event: string): Promise<Line> => {
      for (;;) {
        const found = lines.find((line) => line.event === event);
        if (found) return found;
        await new Promise<void>((resolve) => (onLine = resolve));
      }
    },
    end: async () => ({ code: ((await closed) as [number | null])[0], stderr }),
  };
}

const traffic = ["--seed", "7", "--entry-rate", "300", "--exit-rate", "300"];

// At the same time, as most of them wait for `--for`.
describe.concurrent("the embedded program", { timeout: 400_000 }, () => {
  it("ends after --for, with every event accounted for", async (own) => {
    const run = embedded(own, "--for", "2", ...traffic, "--data-dir", aDataFolder(own));
    const { code, stderr } = await run.end();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(run.lines[0]).toMatchObject({ event: "started" });
    const sides = await run.line("reconciliation");
    expect(sides).toMatchObject({ agrees: true, differences: [] });
    expect(sides["published_events"]).toBe(sides["accounted_events"]);
    expect((sides["stays"] as { closed: number }).closed).toBeGreaterThan(0);
  });

  it.for(["SIGINT", "SIGTERM"] as const)("drains and reconciles on %s", async (signal, own) => {
    const run = embedded(own, ...traffic, "--data-dir", aDataFolder(own));
    const { page } = await run.line("started");
    await aClosedStay(String(page));
    run.kill(signal);
    expect(await run.end()).toEqual({ code: 0, stderr: "" });
    expect(await run.line("reconciliation")).toMatchObject({ agrees: true });
  });

  it("reconciles its own events alone when the folder holds stays of an earlier run", async (own) => {
    const folder = aDataFolder(own);
    for (const seconds of ["1", "2"]) {
      const run = embedded(own, "--for", seconds, ...traffic, "--data-dir", folder);
      expect(await run.end()).toEqual({ code: 0, stderr: "" });
    }
  });

  it("writes the truth of a scenario, and accounts for every event in it", async (own) => {
    const truth = join(aDataFolder(own), "truth.ndjson");
    const scenario = ["--scenario", "mall", "--noise", "realistic", "--time-scale", "3600"];
    const run = embedded(
      own,
      ...[...scenario, "--for", "3", "--truth", truth, "--data-dir", aDataFolder(own)],
      ...["--log-level", "error"],
    );
    expect(await run.end()).toEqual({ code: 0, stderr: "" });
    const sides = await run.line("reconciliation");
    const reads = readFileSync(truth, "utf8").match(/"type":"read"/g) ?? [];
    expect(sides["published_events"]).toBe(reads.length);
    expect(reads.length).toBeGreaterThan(100);
  });

  it("names the option of a port that is taken", async (own) => {
    const first = embedded(own, ...traffic, "--data-dir", aDataFolder(own));
    const { port } = new URL(String((await first.line("started"))["page"]));
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
    const audit = await run.line("audit");
    expect(audit).toMatchObject({ false_merges: 0, missed_because: { unexplained: 0, clock: 0 } });
    expect(audit["true_stays"]).toBeGreaterThan(20); // fewer on a busy machine
    expect(audit["recall"]).toBeGreaterThan(0.6);
  });

  it("audits a sink that keeps hashes of plates", async (own) => {
    const run = embeddedWith(
      own,
      { PLATE_PEPPER: "a key of at least thirty-two characters" },
      ...["--scenario", "mall", "--time-scale", "9000", "--for", "2", "--seed", "7"],
      ...["--audit", "--min-recall", "0.9", "--data-dir", aDataFolder(own), "--log-level", "error"],
    );
    expect(await run.end()).toEqual({ code: 0, stderr: "" });
    expect(await run.line("audit")).toMatchObject({ false_stays: 0 });
  });

  it("publishes history first, then goes on, and the audit finds no gap between them", async (own) => {
    const run = embedded(
      own,
      ...["--scenario", "mall", "--noise", "realistic", "--backfill", "3d", "--for", "1"],
      ...["--audit", "--data-dir", aDataFolder(own), "--log-level", "error"],
    );
    expect(await run.end()).toEqual({ code: 0, stderr: "" });
    expect(await run.line("backfill")).toHaveProperty("seconds_left");
    expect(await run.line("reconciliation")).toMatchObject({ agrees: true });
    const audit = await run.line("audit");
    expect(audit).toMatchObject({ false_merges: 0, missed_because: { unexplained: 0 } });
    expect(audit["true_stays"]).toBeGreaterThan(4_000);
  });

  it("can be stopped while it publishes history", async (own) => {
    const run = embedded(
      own,
      ...["--scenario", "mall", "--backfill", "300d", "--audit", "--data-dir", aDataFolder(own)],
    );
    await run.line("backfill");
    run.kill("SIGTERM");
    expect(await run.end()).toEqual({ code: 0, stderr: "" });
    expect(await run.line("audit")).toMatchObject({ recall: 1, precision: 1 });
  });

  it("listens beyond loopback only with tokens, which its own backend has, too", async (own) => {
    const options = [...traffic, "--data-dir", aDataFolder(own)];
    const open = await embeddedWith(own, { HTTP_HOST: "0.0.0.0" }, ...options).end();
    expect(open).toMatchObject({ code: 78, stderr: expect.stringContaining("API_TOKENS_FILE") });
    const tokens = { HTTP_HOST: "0.0.0.0", API_TOKENS: "read 0123456789abcdef" };
    const run = embeddedWith(own, tokens, ...options);
    const { port } = new URL(String((await run.line("started"))["page"]));
    expect((await fetch(`http://127.0.0.1:${port}/api/v1/stats`)).status).toBe(401);
    run.kill("SIGINT");
    expect(await run.end()).toEqual({ code: 0, stderr: "" });
  });

  it("prints a command that sends an event, of which its receipt then says what became", async (own) => {
    const run = embedded(own, ...traffic, "--data-dir", aDataFolder(own));
    const { send_an_event: command, gateway } = await run.line("started");
    const { stdout } = await promisify(execFile)("sh", ["-c", String(command)]);
    const { accepted, events } = JSON.parse(stdout) as Sent;
    expect(accepted).toBe(1);
    const answer = await fetch(`${String(gateway)}/api/v1/events/${events[0]?.receipt}?wait=30`);
    expect(await answer.json()).toMatchObject({ type: "entry", status: "open" });
    await promisify(execFile)("sh", ["-c", String(command)]); // a copy, or another event of another second
    for (const page of ["README.md", "docs/gateway.md"]) {
      const text = readFileSync(new URL(`../../${page}`, import.meta.url), "utf8");
      const [printed = ""] = /curl [^`]*api\/v1\/events \\\n[^`]*/.exec(text) ?? [];
      const here = printed.replace("http://127.0.0.1:8010", String(gateway));
      const sent = await promisify(execFile)("sh", ["-c", here]);
      expect(JSON.parse(sent.stdout)).toMatchObject({ accepted: 1 });
    }
    run.kill("SIGINT");
    expect(await run.end()).toEqual({ code: 0, stderr: "" });
    expect(await run.line("reconciliation")).toMatchObject({ agrees: true });
  });

  it("shows a notice on its page: what ends with the process", async (own) => {
    const run = embedded(own, "--data-dir", aDataFolder(own));
    const { page } = await run.line("started");
    const html = await (await fetch(String(page))).text();
    expect(html).toContain('role="note">Embedded mode: broker and open stays live in one process');
  });

  it("does not share its folder with another run", async (own) => {
    const folder = aDataFolder(own);
    const first = embedded(own, "--data-dir", folder);
    await first.line("started");
    const { code, stderr } = await embedded(own, "--for", "1", "--data-dir", folder).end();
    expect(code).toBe(1);
    expect(stderr).toContain("choose another --data-dir");
  });

  it("refuses an unknown option with exit code 64", async (own) => {
    const { code, stderr } = await embedded(own, "--nonsense").end();
    expect([code, stderr]).toEqual([64, expect.stringContaining("unknown option")]);
  });
});

async function aClosedStay(page: string): Promise<void> {
  for (;;) {
    const stats = (await (await fetch(`${page}/api/v1/stats`)).json()) as { closed: number };
    if (stats.closed > 0) return;
  }
}
