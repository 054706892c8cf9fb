import { writeFileSync } from "node:fs";
import { findProgram, serviceVersions } from "@boomgate/testing";
import { numberOption } from "@boomgate/platform/cli";
import { causeText } from "@boomgate/platform/errors";
import { Command, Option } from "commander";
import type { Fault } from "./fault.js";
import { FAULTS } from "./faults.js";
import { faultsOf } from "./judge.js";
import { startStageRedis, startStageServices, type StageServices } from "../own-stage.js";
import { lineOf, pageOf } from "./page.js";
import { perform, type Performance } from "./perform.js";

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
    "Two backends over RabbitMQ, Redis and PostgreSQL of its own, traffic, and one fault after the " +
      "other. Afterwards the sink must hold what the rule makes of the confirmed events.",
  )
  .option("--only <text>", "faults whose name contains it")
  .option("--seed <number>", "decides the traffic", whole, 1)
  .option("--visits <number>", "cars that come and go, for each fault", whole, 1_500)
  .option("--rate <per second>", "events published per second", whole, 300)
  .option("--outage <seconds>", "how long what is taken away stays away", whole, 3)
  .option("--max-memory <megabytes>", "a backend that takes more fails the run", whole, 256)
  .addOption(
    new Option(
      "--mode <what>",
      "naive: SET, GET, DEL, POST, one message at a time, to compare with",
    )
      .choices(["boomgate", "naive"])
      .default("boomgate"),
  )
  .option("--save", "write the table to docs/chaos.md", false)
  .option("--list", "names of the faults", false)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
  .parse()
  .opts<Options>();

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());

const tell = (line: string): void => void process.stdout.write(`${line}\n`);
const chosen = FAULTS.filter(({ name }) => name.includes(options.only ?? ""));
if (options.list) {
  for (const { name } of FAULTS) tell(name);
} else if (options.save && (options.only !== undefined || options.mode === "naive")) {
  tell("--save writes the page of all faults: without --only, and not of the naive design");
  process.exitCode = 64;
} else if (chosen.length === 0) {
  tell(`no fault is called like "${options.only}"; --list tells their names`);
  process.exitCode = 64;
} else {
  process.exitCode = (await runAll()) ? 0 : 1;
  // What was under way when it was stopped would go on trying.
  if (stopping.signal.aborted) process.exit();
}

async function runAll(): Promise<boolean> {
  const services = await startStageServices();
  const versions = await serviceVersions({
    rabbitmq: services.rabbitmq.url,
    redis: services.redis.url,
    postgres: services.postgres.url,
  });
  const performances: Performance[] = [];
  let isAllWell = true;
  let broken = 0;
  try {
    for (const fault of chosen) {
      if (fault.needsRoot && process.getuid?.() !== 0) {
        tell(`NOT TRIED ${fault.name}: it needs to be root`);
        continue;
      }
      const { needsProgram } = fault;
      if (needsProgram && findProgram(needsProgram, process.env["PATH"]) === undefined) {
        tell(`NOT TRIED ${fault.name}: ${needsProgram} is not installed`);
        continue;
      }
      const performed = await performOver(services, fault).catch((error: unknown) => {
        if (stopping.signal.aborted) throw error;
        tell(`FAILED ${fault.name}: ${causeText(error)}`);
        return undefined;
      });
      if (!performed) {
        isAllWell = false;
        broken += 1;
        continue;
      }
      performances.push(performed);
      const { verdict, felt, peakMegabytes } = performed;
      const outcome = { verdict, feltTimes: felt.times, wrong: felt.wrong, peakMegabytes };
      const wrong = faultsOf(outcome, options.maxMemory);
      isAllWell &&= wrong.length === 0;
      tell(`${wrong.length === 0 ? "well  " : "FAILED"} ${lineOf(performed)}`);
      for (const sentence of wrong) tell(`       ${sentence}`);
    }
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    tell("stopped");
    return false;
  } finally {
    await Promise.all(Object.values(services).map((service) => service.stop()));
  }
  // A page without a fault that could not be seen to its end would not say so.
  if (options.save && broken === 0) save(pageOf(performances, options, versions));
  const tried = performances.length + broken;
  tell(isAllWell ? `all of ${tried} faults went well` : "not all went well");
  return isAllWell && tried > 0;
}

async function performOver(services: StageServices, fault: Fault): Promise<Performance> {
  if (!fault.redisEnv) return perform(services, fault, options, stopping.signal);
  const redis = await startStageRedis(fault.redisEnv.bind(fault));
  try {
    return await perform({ ...services, redis }, fault, options, stopping.signal);
  } finally {
    await redis.stop();
  }
}

function save(page: string): void {
  writeFileSync(new URL("../../../docs/chaos.md", import.meta.url), page);
}
