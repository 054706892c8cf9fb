import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Rule, RuleTest } from "./rules.js";

/**
 * Runs tests of rules with promtool.
 * @param rules - the only ones there are
 * @returns what promtool printed about those that fail, or "" when all pass
 */
export async function runPromtool(
  rules: readonly Rule[],
  tests: readonly RuleTest[],
  { folder, name }: { readonly folder: string; readonly name: string },
): Promise<string> {
  const ruleFile = join(folder, `${name}.rules.yml`);
  writeFileSync(ruleFile, stringify({ groups: [{ name: "tested", rules }] }));
  const intervals = [...new Set(tests.map(({ interval }) => interval))];
  const files = intervals.map((interval) => {
    const file = join(folder, `${name}.${interval}.test.yml`);
    const those = tests.filter((test) => test.interval === interval).map(({ test }) => test);
    const head = { rule_files: [ruleFile], evaluation_interval: interval };
    writeFileSync(file, stringify({ ...head, tests: those }, { aliasDuplicateObjects: false }));
    return file;
  });
  for (const file of files) {
    const child = spawn("promtool", ["test", "rules", file]);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    }
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) return output || `promtool ended with ${code}`;
  }
  return "";
}
