import { spawn } from "node:child_process";
import { once } from "node:events";
import { childEnv } from "@boomgate/testing";
import { buildProgram, type Program } from "@boomgate/testing/vitest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let program: Program;
beforeAll(async () => {
  program = await buildProgram(new URL("./main.ts", import.meta.url));
});
afterAll(() => program.remove());

async function run(env: NodeJS.ProcessEnv, ...args: readonly string[]) {
  const child = spawn(process.execPath, [program.file, ...args], { env: childEnv(env) });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
  const [code] = (await once(child, "close")) as [number];
  return { code, out, err };
}

describe("npm run audit:seeds", () => {
  it("prints each seed and their totals", async () => {
    const { code, out, err } = await run({}, "--seeds", "2", "--hours", "1");
    expect(err).toBe("");
    expect(out).toMatch(/^seed 1: [1-9]\d* true stays.*\nseed 2: [1-9]\d* true stays/u);
    expect(out).toContain("2 seeds of mall, 1 hours each, noise realistic");
    expect(code).toBe(0);
  });

  it("waits for a ledger that never comes, while nothing else keeps the process running", async () => {
    const { code, out } = await run({ LEDGER: "auto" }, "--seeds", "1", "--hours", "1");
    expect(out).toContain("1 seeds of mall, 1 hours each");
    expect(code).toBe(0);
  });

  it("fails when a seed does not keep a limit", async () => {
    const { code, out } = await run({}, "--seeds", "1", "--hours", "1", "--min-recall", "1");
    expect(out).toContain("FAILED: ");
    expect(code).toBe(1);
  });
});
