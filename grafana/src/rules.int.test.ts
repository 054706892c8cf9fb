import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describeWithProgram } from "@boomgate/testing/vitest";
import { afterAll, expect, it } from "vitest";
import { rulesOfTests } from "./dependent-rules.js";
import { prometheusFolder, readRules, readRuleTests } from "./rules.js";
import { runPromtool } from "./run-promtool.js";

describeWithProgram("promtool", "promtool", () => {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-rules-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const rules = readRules();
  const tests = readRuleTests();
  const subjects = [...new Set(tests.map(({ about }) => about))];

  it("finds the configuration and the rules well-formed", () => {
    const file = fileURLToPath(new URL("prometheus.yml", prometheusFolder));
    const { status, stdout, stderr } = spawnSync("promtool", ["check", "config", file], {
      encoding: "utf8",
    });
    expect({ status, stdout, stderr }).toMatchObject({ status: 0 });
  });

  // With the rules that a subject is made from alone: all rules at each step of hours take minutes.
  it.concurrent.each(subjects)(
    "passes the tests of %s",
    async (subject) => {
      const those = tests.filter(({ about }) => about === subject);
      const name = String(subjects.indexOf(subject));
      expect(await runPromtool(rulesOfTests(those, rules), those, { folder, name })).toBe("");
    },
    180_000,
  );
});
