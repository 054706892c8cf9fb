import { writeFileSync } from "node:fs";
import { release } from "node:os";
import { numberOption } from "@boomgate/platform/cli";
import { Command, Option } from "commander";
import { FAULTS } from "./faults.js";
import { isSpotless } from "./judge.js";
import { startStageServices } from "../own-stage.js";
import { perform, type Performance } from "./perform.js";

const whole = numberOption({ min: 1, max: 999_999 });

interface Options {
  readonly seed: number;
  readonly visits: number;
  readonly rate: number;
  readonly outage: number;
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
  const performances: Performance[] = [];
  let isAllWell = true;
  try {
    for (const fault of chosen) {
      if (fault.needsRoot && process.getuid?.() !== 0) {
        tell(`NOT TRIED ${fault.name}: it needs to be root`);
        continue;
      }
      const performed = await perform(services, fault, options, stopping.signal);
      performances.push(performed);
      const isWell = isSpotless(performed.verdict) && performed.felt.times > 0;
      isAllWell &&= isWell;
      tell(`${isWell ? "well  " : "FAILED"} ${textOf(performed)}`);
    }
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    tell("stopped");
    return false;
  } finally {
    await Promise.all(Object.values(services).map((service) => service.stop()));
  }
  if (options.save)
    writeFileSync(new URL("../../../docs/chaos.md", import.meta.url), page(performances));
  const tried = performances.length;
  tell(isAllWell ? `all of ${tried} faults went well` : "not all went well");
  return isAllWell && tried > 0;
}

function textOf({ fault, felt, verdict, drainSeconds, peakMegabytes }: Performance): string {
  const { events, expected, found, lost, twice, invented, parked, unaccounted } = verdict;
  return [
    fault.padEnd(42),
    `${felt.times} ${felt.how}`.padEnd(24),
    `${events} events, ${found} of ${expected} stays`,
    `lost ${lost} twice ${twice} invented ${invented} parked ${parked} unaccounted ${unaccounted}`,
    `drained in ${drainSeconds.toFixed(1)} s, ${peakMegabytes} MB`,
  ].join("  ");
}

function page(performances: readonly Performance[]): string {
  const rows = performances.map(({ fault, felt, verdict, drainSeconds, peakMegabytes }) =>
    [
      fault,
      `${felt.times} ${felt.how}`,
      verdict.events,
      `${verdict.found} of ${verdict.expected}`,
      verdict.lost,
      verdict.twice,
      verdict.invented,
      verdict.parked,
      `${drainSeconds.toFixed(1)} s`,
      `${peakMegabytes} MB`,
    ].join(" | "),
  );
  return `# Faults and what became of the stays

Printed by \`npm run chaos -- --save --seed ${options.seed} --visits ${options.visits} --rate ${options.rate} --outage ${options.outage}\` on
${new Date().toISOString().slice(0, 10)}, Node ${process.version}, Linux ${release()}. Two backends; each fault strikes 1.5 s after the traffic begins.
"Drained" is the time from the last confirmed event until nothing was on its way, "memory" the
highest resident memory of a backend.

| Fault | Felt | Events | Stays | Lost | Twice | Invented | Parked | Drained | Memory |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.map((row) => `| ${row} |`).join("\n")}
`;
}
