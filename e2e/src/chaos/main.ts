import { writeFileSync } from "node:fs";
import { findProgram, serviceVersions } from "@boomgate/testing";
import { numberOption } from "@boomgate/platform/cli";
import { causeText } from "@boomgate/platform/errors";
import { Command, Option } from "commander";
import type { Fault } from "./fault.js";
import { FAULTS } from "./faults.js";
import { problemsOf } from "./verdict.js";
import {
  type OwnServices,
  startOwnRedis,
  startOwnServices,
  stopOwnServices,
} from "../own-services.js";
import { lineOf, pageOf } from "./page.js";
import { runFault, type FaultRun } from "./run-fault.js";

const whole = numberOption({ min: 1, max: 999_999 });

interface Options {
  readonly seed: number;
  readonly visits: number;
  readonly rate: number;
  readonly outage: number;
  readonly maxMemory: number;
  readonly mode: "boomgate" | "naive";
  readonly only?: string;
  readonly save: boolean;
  readonly list: boolean;
}

const options = new Command("npm run chaos --")
  .description(
    "Starts RabbitMQ, Redis, PostgreSQL and two backends, and for each fault publishes traffic, injects the " +
      "fault, and checks that the sink holds exactly the stays of the confirmed events, and the ledger what became of " +
      "each. Exits with 1 when one fails.",
  )
  .option("--only <text>", "only faults whose name contains the text")
  .option("--seed <number>", "seed of the traffic", whole, 1)
  .option("--visits <number>", "visits of cars in the traffic of each fault", whole, 1_500)
  .option("--rate <per second>", "events published per second", whole, 300)
  .option("--outage <seconds>", "how long an outage lasts", whole, 3)
  .option(
    "--max-memory <megabytes>",
    "a backend or gateway that uses more fails the run",
    whole,
    256,
  )
  .addOption(
    new Option(
      "--mode <what>",
      "naive: a backend without any guarantee (SET, GET, DEL, POST, one message at a time), to compare",
    )
      .choices(["boomgate", "naive"])
      .default("boomgate"),
  )
  .option("--save", "write the results to docs/chaos.md", false)
  .option("--list", "print the names of the faults", false)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
  .parse()
  .opts<Options>();

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const chosen = FAULTS.filter(({ name }) => name.includes(options.only ?? ""));
if (options.list) {
  for (const { name } of FAULTS) print(name);
} else if (options.save && (options.only !== undefined || options.mode === "naive")) {
  print("--save needs all faults: it cannot be combined with --only or --mode naive");
  process.exitCode = 64;
} else if (chosen.length === 0) {
  print(`no fault has "${options.only}" in its name; --list prints the names`);
  process.exitCode = 64;
} else {
  process.exitCode = (await runAll()) ? 0 : 1;
  // An interrupted fault leaves retries behind that would keep the process alive.
  if (stopping.signal.aborted) process.exit();
}

async function runAll(): Promise<boolean> {
  const services = await startOwnServices();
  const versions = await serviceVersions({
    rabbitmq: services.rabbitmq.url,
    redis: services.redis.url,
    postgres: services.postgres.url,
  });
  const runs: FaultRun[] = [];
  let hasPassed = true;
  let aborted = 0;
  try {
    for (const fault of chosen) {
      if (fault.needsRoot && process.getuid?.() !== 0) {
        print(`SKIPPED ${fault.name}: needs root`);
        continue;
      }
      const { needsProgram } = fault;
      if (needsProgram && findProgram(needsProgram, process.env["PATH"]) === undefined) {
        print(`SKIPPED ${fault.name}: ${needsProgram} is not installed`);
        continue;
      }
      const run = await runOver(services, fault).catch((error: unknown) => {
        if (stopping.signal.aborted) throw error;
        print(`FAILED ${fault.name}: ${causeText(error)}`);
        return undefined;
      });
      if (!run) {
        hasPassed = false;
        aborted += 1;
        continue;
      }
      runs.push(run);
      const { verdict, effect, peakMegabytes } = run;
      const outcome = {
        ...{ verdict, peakMegabytes },
        ...{ effectTimes: effect.times, problems: effect.problems },
      };
      const problems = problemsOf(outcome, options.maxMemory);
      hasPassed &&= problems.length === 0;
      print(`${problems.length === 0 ? "passed" : "FAILED"} ${lineOf(run)}`);
      for (const sentence of problems) print(`       ${sentence}`);
    }
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    print("stopped");
    return false;
  } finally {
    await stopOwnServices(services);
  }
  // The page has no row for a fault whose run ended with an error.
  if (options.save && aborted === 0) save(pageOf(runs, options, versions));
  const tried = runs.length + aborted;
  print(hasPassed ? `all ${tried} faults passed` : "not all faults passed");
  return hasPassed && tried > 0;
}

async function runOver(services: OwnServices, fault: Fault): Promise<FaultRun> {
  if (!fault.redisEnv) return runFault(services, fault, options, stopping.signal);
  const redis = await startOwnRedis(fault.redisEnv.bind(fault));
  try {
    return await runFault({ ...services, redis }, fault, options, stopping.signal);
  } finally {
    await redis.stop();
  }
}

function save(page: string): void {
  writeFileSync(new URL("../../../docs/chaos.md", import.meta.url), page);
}
