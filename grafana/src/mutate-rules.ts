import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { type Mutant, mutantsOf } from "./mutants.js";
import { type AlertRule, prometheusFolder, readAlerts, readTests } from "./rules.js";

// `npm run rules:mutants`: breaks each alert in each place, one at a time, and expects the tests of
// that alert to fail. A mutant that survives is a test that is missing.
const folder = mkdtempSync(join(tmpdir(), "mutants-"));
const recordings = fileURLToPath(new URL("rules/recording.yml", prometheusFolder));

async function isKilled(rule: AlertRule, mutant: Mutant, name: string): Promise<boolean> {
  const rules = join(folder, `${name}.rules.yml`);
  const test = join(folder, `${name}.test.yml`);
  const mutated = { ...rule, expr: mutant.expr, for: mutant.for };
  writeFileSync(rules, stringify({ groups: [{ name: "mutant", rules: [mutated] }] }));
  const tests = readTests().filter((one) => one.name.startsWith(`${rule.alert} `));
  const interval = rule.alert.includes("Budget") ? "1m" : "15s";
  writeFileSync(
    test,
    stringify({ rule_files: [recordings, rules], evaluation_interval: interval, tests }),
  );
  const [code] = (await once(
    spawn("promtool", ["test", "rules", test], { stdio: "ignore" }),
    "exit",
  )) as [number];
  return code !== 0;
}

const work = readAlerts().flatMap((rule) => [
  { rule, mutant: { what: "unchanged", expr: rule.expr, for: rule.for }, expected: false },
  ...mutantsOf(rule).map((mutant) => ({ rule, mutant, expected: true })),
]);
let next = 0;
const wrong: string[] = [];
async function workThrough(): Promise<void> {
  for (let index = next++; index < work.length; index = next++) {
    const item = work[index];
    if (!item) return;
    const killed = await isKilled(item.rule, item.mutant, String(index));
    if (killed !== item.expected) {
      wrong.push(`${item.rule.alert}: ${item.mutant.what}\n    ${item.mutant.expr}`);
    }
  }
}
try {
  readFileSync(recordings);
  await Promise.all(Array.from({ length: availableParallelism() }, workThrough));
} finally {
  rmSync(folder, { recursive: true });
}
process.stdout.write(`${work.length - readAlerts().length} mutants, ${wrong.length} survived\n`);
for (const line of wrong) process.stdout.write(`  ${line}\n`);
process.exitCode = wrong.length > 0 || work.length === 0 ? 1 : 0;
