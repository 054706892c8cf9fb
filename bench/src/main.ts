import { writeFileSync } from "node:fs";
import { availableParallelism, cpus, release, totalmem } from "node:os";
import { startStageServices } from "@boomgate/e2e";
import { numberOption } from "@boomgate/platform/cli";
import { Command } from "commander";
import { resultsPage, resultsTable } from "./results.js";
import { ROWS } from "./rows.js";
import { type Measured, runRow, type Work } from "./run-row.js";

const whole = numberOption({ min: 1, max: 9_999_999 });

interface Options {
  readonly quick: boolean;
  readonly save: boolean;
  readonly events: number;
  readonly rounds: number;
  readonly only: string;
  readonly profile?: string;
  readonly queueType: "quorum" | "classic";
}

const options = new Command("npm run bench --")
  .description(
    "Entries and then their exits through RabbitMQ, Redis and PostgreSQL of its own, by Boomgate and " +
      "by other designs in turn. Ratios count; absolute rates are those of this machine and moment.",
  )
  .option("--events <number>", "entries, and as many exits", whole, 20_000)
  .option("--rounds <number>", "each row runs once in each", whole, 3)
  .option("--only <text>", "rows whose name contains it", "")
  .option("--queue-type <type>", "quorum or classic", "quorum")
  .option("--profile <folder>", "write CPU profiles of the consumers there")
  .option("--quick", "small and once, to see that it works", false)
  .option("--save", "write bench/RESULTS.md", false)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
  .parse()
  .opts<Options>();

const tell = (line: string): void => void process.stdout.write(`${line}\n`);
const rounds = options.quick ? 1 : options.rounds;
const work: Omit<Work, "matching"> = {
  events: options.quick ? 2_000 : options.events,
  queueType: options.queueType,
  profile: options.profile,
};
/** Of a hundred exits: all of them, and as few as the generators make. */
const MIXES = [100, 20];

const services = await startStageServices();
const results = new Map<string, Measured[]>();
try {
  for (let round = 1; round <= rounds; round += 1) {
    for (const matching of MIXES) {
      for (const row of ROWS.filter(({ name }) => name.includes(options.only))) {
        const measured = await runRow(row, services, { ...work, matching });
        const key = `${matching} ${row.name}`;
        results.set(key, [...(results.get(key) ?? []), measured]);
        tell(
          `round ${round}, ${matching} % match, ${row.name}: ${Math.round(measured.eventsPerSecond)}/s`,
        );
      }
    }
  }
} finally {
  await Promise.all(Object.values(services).map((service) => service.stop()));
}
const table = resultsTable(MIXES, ROWS, results);
tell(`\n${table}`);
if (options.save) {
  const machine = `${availableParallelism()} cores (${cpus()[0]?.model ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.version}`;
  const command = `npm run bench -- --events ${work.events} --rounds ${rounds} --queue-type ${work.queueType} --save`;
  writeFileSync(new URL("../RESULTS.md", import.meta.url), resultsPage(table, machine, command));
}
