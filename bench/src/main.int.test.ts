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
    // Its own process group, to which the processes of the rows belong.
    const bench = spawn(process.execPath, [PROGRAM, "--quick"], { detached: true });
    const closed = once(bench, "close") as Promise<[number | null]>;
    for await (const line of createInterface({ input: bench.stdout })) {
      if (line.startsWith("round 1")) break; // the second row starts
    }
    await sleep(500);
    bench.kill("SIGTERM");
    const [code] = await closed;
    expect(code).toBe(1);
    // A killed process remains until its exit code has been read.
    await expect.poll(() => exists(-(bench.pid as number))).toBe(false);
  }, 180_000);
});

function exists(group: number): boolean {
  try {
    return process.kill(group, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}
