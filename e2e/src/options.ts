import { numberOption } from "@boomgate/platform/cli";
import { Command } from "commander";

export interface E2eOptions {
  readonly for: number;
  readonly seed: number;
  readonly entryRate: number;
  readonly exitRate: number;
  readonly knownPlateThreshold: number;
  readonly backends: number;
  readonly queueType: string;
  /** "seed" are random plates, which cannot be audited. */
  readonly scenario: string;
  readonly noise: string;
  readonly timeScale: number;
  readonly minRecall: number;
}

const number = (min: number, max: number) => numberOption({ min, max, whole: false });
const whole = (min: number, max: number) => numberOption({ min, max });

/** Exits the process for --help, and with 64 for a wrong option. */
export function parseOptions(argv: readonly string[]): E2eOptions {
  return new Command("npm run e2e --")
    .description(
      "Runs each service as a process over RabbitMQ, Redis and PostgreSQL (those that already run, or started " +
        "from the PATH), and exits with 1 when a published event is not accounted for.",
    )
    .option("--for <seconds>", "how long events are published", number(0.1, 3_600), 20)
    .option("--seed <number>", "seed of plates, lots and gaps", whole(0, 2 ** 31 - 1), 7)
    .option("--entry-rate <per second>", "entries per second", number(0, 20_000), 50)
    .option("--exit-rate <per second>", "exits per second", number(0, 20_000), 50)
    .option(
      "--known-plate-threshold <0-100>",
      "percent of exits whose plate is not inside",
      whole(0, 100),
      80,
    )
    .option("--backends <number>", "replicas of the backend", whole(1, 16), 2)
    .option("--queue-type <type>", "quorum or classic", "quorum")
    .option(
      "--scenario <name>",
      "traffic of a scenario (docs/traffic.md) instead of random plates, audited at the end",
      "seed",
    )
    .option("--noise <faults>", "errors of the scenario's cameras (docs/traffic.md)", "none")
    .option(
      "--time-scale <times>",
      "how much faster than real time a scenario runs",
      number(0.001, 100_000),
      1,
    )
    .option(
      "--min-recall <share>",
      "least share of stays that the audit has to find",
      number(0, 1),
      0,
    )
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
    .parse([...argv], { from: "user" })
    .opts<E2eOptions>();
}
