import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { isAbout, withSources, withUsers } from "./dependent-rules.js";
import { equivalentMutants } from "./equivalent-mutants.js";
import { mutantsOf } from "./mutants.js";
import { nameOf, readRuleTests, readRules, type Rule } from "./rules.js";
import { runPromtool } from "./run-promtool.js";

// `npm run rules:mutants`: breaks each rule in each place, one at a time, and expects the tests of the alerts
// that are made from it to fail. A mutant that survives is a test that is missing. After `--`, a word limits
// it to rules with such a name, and `--one-in 5` to each fifth mutant, `--from 3` to another fifth. That the
// tests pass with the rules as they are is what rules.int.test.ts holds.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { "one-in": { type: "string", default: "1" }, from: { type: "string", default: "0" } },
});
const only = positionals[0] ?? "";
const oneIn = Number(values["one-in"]);
const from = Number(values.from);
if (!Number.isInteger(oneIn) || !Number.isInteger(from) || from < 0 || from >= oneIn) {
  process.stderr.write("--one-in takes 1 or more, and --from 0 or more, but less than --one-in\n");
  process.exit(64);
}
const folder = mkdtempSync(join(tmpdir(), "mutants-"));
const all = readRules();
const tests = readRuleTests();

interface Work {
  readonly rule: Rule;
  readonly what: string;
  readonly mutated: Rule;
}

const chosen = all.filter((rule) => nameOf(rule).includes(only));
const work: readonly Work[] = chosen
  .flatMap((rule) =>
    mutantsOf(rule).map(({ what, ...broken }) => ({ rule, what, mutated: { ...rule, ...broken } })),
  )
  .filter((_, index) => index % oneIn === from);
const survivors: string[] = [];
const excused = new Set<string>();
let next = 0;

async function workThrough(): Promise<void> {
  for (let index = next++; index < work.length; index = next++) {
    const item = work[index];
    if (!item) return;
    const { rule, what, mutated } = item;
    const users = withUsers(rule, all);
    const concerned = tests.filter((test) => users.some((user) => isAbout(test, user)));
    const tested = all.filter((other) => concerned.some((test) => isAbout(test, other)));
    const rules = withSources([...users, ...tested], all).map((each) =>
      each === rule ? mutated : each,
    );
    // Its own tests ask once, and those of the alerts every 15 s of hours: most mutants need only the former.
    const own = concerned.filter((test) => isAbout(test, rule));
    const others = concerned.filter((test) => !isAbout(test, rule));
    const name = String(index);
    const passes =
      (await runPromtool(rules, own, { folder, name })) === "" &&
      (await runPromtool(rules, others, { folder, name })) === "";
    if (!passes) continue;
    const key = `${nameOf(rule)}: ${what}`;
    if (equivalentMutants.has(key)) excused.add(key);
    else {
      survivors.push(key);
      process.stdout.write(`survived ${key}\n    ${mutated.expr}\n`);
    }
  }
}
try {
  await Promise.all(Array.from({ length: availableParallelism() }, workThrough));
} finally {
  rmSync(folder, { recursive: true });
}
const idle = [...equivalentMutants.keys()].filter((key) => key.includes(only) && !excused.has(key));
process.stdout.write(
  `${work.length} mutants, ${survivors.length} survived, ${excused.size} differ in nothing that matters\n`,
);
const isAll = only === "" && oneIn === 1;
if (isAll) for (const key of idle) process.stdout.write(`  excused for nothing: ${key}\n`);
process.exitCode = survivors.length > 0 || work.length === 0 || (isAll && idle.length > 0) ? 1 : 0;
