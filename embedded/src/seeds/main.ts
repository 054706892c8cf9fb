import "reflect-metadata";
import {
  addLimitOptions,
  type Audit,
  auditJson,
  brokenLimits,
  type Limits,
} from "@boomgate/generators";
import { exitOnUsage, numberOption } from "@boomgate/platform/cli";
import { Command } from "commander";
import { runSeed, type SeedRun } from "./run-seed.js";
import { totalsTable } from "./totals.js";

interface Options extends Limits, SeedRun {
  readonly seeds: number;
  readonly from: number;
  readonly json?: boolean;
}

const command = new Command("npm run audit:seeds --")
  .description(
    "Runs a scenario with many seeds through the pipeline, as fast as possible, and audits each run.",
  )
  .option("--seeds <number>", "number of seeds", numberOption({ min: 1, max: 100_000 }), 100)
  .option("--from <number>", "first seed", numberOption({ min: 0 }), 1)
  .option("--scenario <name>", "mall, event, rush, soak, or the path of a JSON file", "mall")
  .option(
    "--noise <faults>",
    "faults of the cameras: none, realistic, or realistic,misread=0",
    "realistic",
  )
  .option(
    "--hours <number>",
    "length of each run, in hours of the scenario",
    numberOption({ min: 0.1, max: 10_000, whole: false }),
    10,
  )
  .option("--json", "print one JSON object for each seed");
addLimitOptions(command)
  .addHelpText(
    "after",
    "\nExit code: 0 when every seed keeps the limits; 1 when not; 64 for a wrong option; 78 for a wrong setting.",
  )
  .exitOverride(exitOnUsage);
const options = command.parse().opts<Options>();
const print = (text: string) => process.stdout.write(`${text}\n`);

const audits: Audit[] = [];
for (let seed = options.from; seed < options.from + options.seeds; seed += 1) {
  const { audit } = await runSeed(options, seed, process.env);
  audits.push(audit);
  const broken = brokenLimits(audit, options);
  if (broken.length > 0) process.exitCode = 1;
  print(options.json ? JSON.stringify({ seed, ...auditJson(audit, broken) }) : line(seed, audit));
  if (!options.json) for (const sentence of broken) print(`FAILED: ${sentence}`);
}
if (!options.json) {
  const { scenario, hours, noise } = options;
  print(`\n${audits.length} seeds of ${scenario}, ${hours} hours each, noise ${noise}`);
  print(totalsTable(audits));
}

function line(seed: number, { trueStays, missed, recall, falseStays, falseMerges }: Audit): string {
  const share = (recall * 100).toFixed(2);
  return (
    `seed ${seed}: ${trueStays} true stays, ${missed} missed, recall ${share} %, ` +
    `${falseStays} false stays, ${falseMerges} false merges`
  );
}
