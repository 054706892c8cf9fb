import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { buildProgram, type Program } from "../vitest/build-program.js";
import { describeWithProgram } from "../vitest/describe-with.js";
import { answers } from "./answers.js";

describeWithProgram("redis-server", "a service whose owner ends without stopping it", () => {
  let program: Program;
  beforeAll(async () => {
    program = await buildProgram(new URL("./redis-owner.fixture.ts", import.meta.url));
  });
  afterAll(() => program.remove());

  it.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)("ends with it on %s", async (signal) => {
    const owner = spawn(process.execPath, [program.file], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(owner.stdout, "data")) as [Buffer];
    const [url, folder] = line.toString().trim().split(" ") as [string, string];
    await answers.redis(url);

    owner.kill(signal);
    await once(owner, "exit");
    await vi.waitFor(() => expect(answers.redis(url)).rejects.toThrow(), 30_000);
    await vi.waitFor(() => expect(existsSync(folder)).toBe(false), 30_000);
  });
});
