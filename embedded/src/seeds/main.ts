import "reflect-metadata";
import {
  addLimitOptions,
  type Audit,
  auditJson,
  brokenLimits,
  type Limits,
} from "@boomgate/generators";
import { numberOption } from "@boomgate/platform/cli";
import { Command } from "commander";
import { type Course, runSeed } from "./run-seed.js";
import { totalsTable } from "./totals.js";

interface Options extends Limits, Course {
  readonly seeds: number;
  readonly from: number;
  readonly json?: boolean;
}

const command = new Command("npm run audit:seeds --")
  .description(
    "Runs a scenario with many seeds through the pipeline, as fast as it takes it, and audits each.",
  )
  .option("--seeds <number>", "how many", numberOption({ min: 1, max: 100_000 }), 100)
  .option("--from <number>", "the first of them", numberOption({ min: 0 }), 1)
  .option("--scenario <name>", "mall, event, rush, soak, or the path of a file", "mall")
  .option("--noise <faults>", "none, realistic, and rates that differ", "realistic")
  .option(
    "--hours <number>",
    "of the scenario for each seed",
    numberOption({ min: 0.1, max: 10_000, whole: false }),
    10,
  )
  .option("--json", "one JSON object for each seed");
addLimitOptions(command)
  .addHelpText("after", "\nEnds with 0 when every seed keeps the limits, 1 when not.")
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64));
const options = command.parse().opts<Options>();
const tell = (text: string) => process.stdout.write(`${text}\n`);

const audits: Audit[] = [];
for (let seed = options.from; seed < options.from + options.seeds; seed += 1) {
  const { audit } = await runSeed(options, seed, process.env);
  audits.push(audit);
  const broken = brokenLimits(audit, options);
  if (broken.length > 0) process.exitCode = 1;
  tell(options.json ? JSON.stringify({ seed, ...auditJson(audit, broken) }) : line(seed, audit));
  if (!options.json) for (const sentence of broken) tell(`FAILED: ${sentence}`);
}
if (!options.json) {
  const { scenario, hours, noise } = options;
  tell(`\n${audits.length} seeds of ${scenario}, ${hours} hours each, noise ${noise}`);
  tell(totalsTable(audits));
}

function line(seed: number, { trueStays, missed, recall, falseStays, falseMerges }: Audit): string {
  const share = (recall * 100).toFixed(2);
  return (
    `seed ${seed}: ${trueStays} true stays, ${missed} missed, recall ${share} %, ` +
    `${falseStays} false stays, ${falseMerges} false merges`
  );
}
