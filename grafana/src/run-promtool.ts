import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Rule, RuleTest } from "./rules.js";

/** @returns true when each of the tests passes with these rules, and no others */
export async function doTestsPass(
  rules: readonly Rule[],
  tests: readonly RuleTest[],
  { folder, name }: { readonly folder: string; readonly name: string },
): Promise<boolean> {
  const ruleFile = join(folder, `${name}.rules.yml`);
  writeFileSync(ruleFile, stringify({ groups: [{ name: "mutant", rules }] }));
  const intervals = [...new Set(tests.map(({ interval }) => interval))];
  const files = intervals.map((interval) => {
    const file = join(folder, `${name}.${interval}.test.yml`);
    const those = tests.filter((test) => test.interval === interval).map(({ test }) => test);
    const head = { rule_files: [ruleFile], evaluation_interval: interval };
    writeFileSync(file, stringify({ ...head, tests: those }, { aliasDuplicateObjects: false }));
    return file;
  });
  for (const file of files) {
    const child = spawn("promtool", ["test", "rules", file], { stdio: "ignore" });
    const [code] = (await once(child, "exit")) as [number | null];
    if (code !== 0) return false;
  }
  return true;
}
