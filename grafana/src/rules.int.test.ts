import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describeWithProgram } from "@boomgate/testing/vitest";
import { expect, it } from "vitest";
import { prometheusFolder, readTestFileNames } from "./rules.js";

describeWithProgram("promtool", "promtool", () => {
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync("promtool", args, {
      cwd: fileURLToPath(prometheusFolder),
      encoding: "utf8",
    });
    return { status, output: `${stdout}${stderr}` };
  };

  it("finds the configuration and the rules well-formed", () => {
    expect(run("check", "config", "prometheus.yml")).toMatchObject({ status: 0 });
  });

  it("sees each alert fire and stay silent when it should", { timeout: 180_000 }, () => {
    expect(
      run("test", "rules", ...readTestFileNames().map((name) => `tests/${name}`)),
    ).toMatchObject({
      status: 0,
    });
  });
});
