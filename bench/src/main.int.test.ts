import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describeWith } from "@boomgate/testing/vitest";
import { expect, it } from "vitest";

const PROGRAM = fileURLToPath(new URL("../dist/main.js", import.meta.url));

describeWith(["rabbitmq", "redis", "postgres"], "a bench that is stopped", () => {
  it("leaves no process of a row behind", async () => {
    // A group of its own, which the processes of the rows share.
    const bench = spawn(process.execPath, [PROGRAM, "--quick"], { detached: true });
    const closed = once(bench, "close") as Promise<[number | null]>;
    for await (const line of createInterface({ input: bench.stdout })) {
      if (line.startsWith("round 1")) break; // one row is done, the next begins
    }
    await sleep(500);
    bench.kill("SIGTERM");
    const [code] = await closed;
    expect(code).toBe(1);
    // What was killed last is gone once somebody has asked for its exit code.
    await expect.poll(() => isThere(-(bench.pid as number))).toBe(false);
  }, 180_000);
});

function isThere(group: number): boolean {
  try {
    return process.kill(group, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}
