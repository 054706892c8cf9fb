import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPlateHash } from "@boomgate/contracts";
import { childEnv } from "@boomgate/testing";
import { buildProgram, type Program } from "@boomgate/testing/vitest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aStay } from "./truth.fixture.js";

const DAY = "2026-03-07T";
const runLine = `{"type":"run","scenario":"mall","seed":7,"start":"${DAY}00:00:00Z","time_scale":1,"noise":"none"}`;
const entries = [
  runLine,
  `{"type":"visit","visit":1,"plate":"AB123CD","lot_id":"main","entered_at":"${DAY}00:00:00Z","left_at":"${DAY}01:00:00Z"}`,
  `{"type":"read","visit":1,"kind":"entry","event_id":"e1","gate_id":"in","plate":"AB123CD","stamped_at":"${DAY}00:00:00Z","faults":[]}`,
  `{"type":"visit","visit":2,"plate":"EF456GH","lot_id":"main","entered_at":"${DAY}00:10:00Z","left_at":"${DAY}01:30:00Z"}`,
  `{"type":"lost","visit":2,"kind":"entry","gate_id":"in","reason":"missed"}`,
  `{"type":"end","kind":"entry","at":"${DAY}02:00:00Z"}`,
];
const exits = [
  runLine,
  `{"type":"read","visit":1,"kind":"exit","event_id":"x1","gate_id":"out","plate":"AB123CD","stamped_at":"${DAY}01:00:00Z","faults":[]}`,
  `{"type":"read","visit":2,"kind":"exit","event_id":"x2","gate_id":"out","plate":"EF456GH","stamped_at":"${DAY}01:30:00Z","faults":[]}`,
  `{"type":"end","kind":"exit","at":"${DAY}02:00:00Z"}`,
];

let program: Program;
const folder = mkdtempSync(join(tmpdir(), "boomgate-audit-"));
const PEPPER = "a key of at least thirty-two characters";
const hash = createPlateHash(PEPPER);
/** Gives one stay on each page, to whoever has the token; below /hashed without plates. */
const sink = createServer(({ url = "", headers }, answer) => {
  const cursor = new URL(url, "http://sink").searchParams.get("cursor");
  const stays = [aStay(["e0", 0], ["x0", 10]), aStay(["e1", 0], ["x1", 60])];
  const page = Number(cursor ?? 0);
  if (headers.authorization !== "Bearer secret") answer.statusCode = 401;
  const next_cursor = page + 1 < stays.length ? String(page + 1) : null;
  const given = stays.slice(page, page + 1).map((stay) => ({
    ...stay,
    vehicle_plate: url.startsWith("/hashed") ? hash.of(stay.vehicle_plate) : stay.vehicle_plate,
  }));
  answer.end(JSON.stringify({ stays: given, next_cursor }));
});
let address: string;
beforeAll(async () => {
  program = await buildProgram(new URL("./main.ts", import.meta.url));
  sink.listen(0, "127.0.0.1");
  await once(sink, "listening");
  address = `http://127.0.0.1:${(sink.address() as AddressInfo).port}/`;
});
afterAll(() => {
  program.remove();
  sink.close();
  rmSync(folder, { recursive: true });
});

const aFile = (name: string, lines: readonly unknown[]) => {
  const file = join(folder, name);
  writeFileSync(file, lines.map((line) => `${String(line)}\n`).join(""));
  return file;
};

async function audit(options: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [program.file, ...options], {
    env: childEnv({ SUMMARY_TOKEN: "secret", ...env }),
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

describe("npm run audit", () => {
  const truth = () => ["--truth", aFile("entries", entries), aFile("exits", exits)];

  it("reads the truth of both generators and all pages of the sink", async () => {
    const { code, stdout } = await audit([...truth(), "--sink", address, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      true_stays: 2,
      exact: 1,
      missed_because: { missed: 1 },
      recall: 0.5,
      foreign_stays: 1,
    });
  });

  it("ends with 1 when a limit is not kept", async () => {
    const { code, stdout } = await audit([...truth(), "--sink", address, "--min-recall", "0.9"]);
    expect(code).toBe(1);
    expect(stdout).toContain("FAILED: recall is 0.5000, below 0.9");
  });

  it("refuses files that are not the truth of one run", async () => {
    const other = aFile("other", [...exits, runLine.replace('"seed":7', '"seed":8')]);
    const mixed = ["--truth", aFile("entries", entries), other];
    expect((await audit(mixed)).stderr).toContain("of different runs");
    expect((await audit(["--truth", aFile("exits", exits)])).stderr).toContain("no visits");
    const broken = await audit(["--truth", aFile("broken", [runLine, "{"])]);
    expect(broken.stderr).toContain("cannot be read at line 2 (no line of a truth file)");
    expect(broken.code).toBe(1);
    expect((await audit(["--truth", join(folder, "nowhere")])).stderr).toContain("(ENOENT)");
  });

  it("compares hashes of plates with their key, and asks for the key without it", async () => {
    const hashed = [...truth(), "--sink", `${address}hashed`, "--json"];
    const { code, stdout } = await audit(hashed, { PLATE_PEPPER: PEPPER });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ exact: 1, false_stays: 0, recall: 0.5 });
    const without = await audit(hashed);
    expect(without).toMatchObject({ code: 1, stderr: expect.stringContaining("give its key") });
    const other = await audit(hashed, { PLATE_PEPPER: `${PEPPER}!` });
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("another key") });
  });

  it("reports that the sink refuses", async () => {
    const { code, stderr } = await audit([...truth(), "--sink", address], { SUMMARY_TOKEN: "x" });
    expect(code).toBe(1);
    expect(stderr).toContain("the sink answered 401");
  });

  it.each([[[]], [["--truth", "t", "--min-recall", "2"]], [["--truth", "t", "--nonsense"]]])(
    "refuses %j with exit code 64",
    async (options) => {
      expect((await audit(options)).code).toBe(64);
    },
  );
});
