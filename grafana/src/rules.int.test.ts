import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { describeWithProgram } from "@boomgate/testing/vitest";
import { expect, it } from "vitest";
import { prometheusFolder, readTestFileNames } from "./rules.js";

describeWithProgram("promtool", "promtool", () => {
  const run = async (...args: string[]) => {
    const child = spawn("promtool", args, { cwd: fileURLToPath(prometheusFolder) });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    }
    const [status] = (await once(child, "close")) as [number | null];
    return { status, output };
  };

  it("finds the configuration and the rules well-formed", async () => {
    expect(await run("check", "config", "prometheus.yml")).toMatchObject({ status: 0 });
  });

  it.concurrent.each(readTestFileNames())(
    "sees alerts fire and stay silent when they should: %s",
    async (name) => {
      expect(await run("test", "rules", `tests/${name}`)).toMatchObject({ status: 0 });
    },
    180_000,
  );
});
