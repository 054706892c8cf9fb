import { parseArgs } from "node:util";
import { MOMENTS, titleOf } from "./moments.js";
import { runAt } from "./run-at.js";

// `npm run test:dates`: the unit tests at dates and in zones where code goes wrong that knows only today and
// here. After `--`, `--count 3` runs three of them, `--from 2` beginning with the third, and words limit the
// test files as for vitest. Ends with 1 when a test failed or none was run.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string", default: String(MOMENTS.length) },
    from: { type: "string", default: "0" },
  },
});
const count = Number(values.count);
const from = Number(values.from);
if (!Number.isInteger(count) || !Number.isInteger(from) || count < 1 || from < 0) {
  process.stderr.write("--count takes 1 or more, and --from 0 or more\n");
  process.exit(64);
}

const failed: string[] = [];
for (const index of Array.from({ length: Math.min(count, MOMENTS.length) }, (_, nth) => nth)) {
  const moment = MOMENTS[(from + index) % MOMENTS.length];
  if (moment === undefined) continue;
  const title = titleOf(moment);
  const startedMs = performance.now();
  const { passed, failures } = await runAt(moment, positionals);
  const seconds = Math.round((performance.now() - startedMs) / 1_000);
  process.stdout.write(`${title}: ${passed} passed, ${failures.length} failed, ${seconds} s\n`);
  for (const failure of failures) process.stdout.write(`  ${failure}\n`);
  if (failures.length > 0) failed.push(title);
}
for (const title of failed) process.stdout.write(`failed at ${title}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
