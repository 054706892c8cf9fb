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
  /** "seed" has no truth to audit. */
  readonly scenario: string;
  readonly noise: string;
  readonly timeScale: number;
  readonly minRecall: number;
}

const number = (min: number, max: number) => numberOption({ min, max, whole: false });
const whole = (min: number, max: number) => numberOption({ min, max });

/** Ends the process for --help, and with 64 for an option it does not know. */
export function parseOptions(argv: readonly string[]): E2eOptions {
  return new Command("npm run e2e --")
    .description(
      "Runs every service as a process of its own over real RabbitMQ, Redis and PostgreSQL (as found, " +
        "or started from the PATH), and checks that every event published is accounted for.",
    )
    .option("--for <seconds>", "seconds of traffic", number(0.1, 3_600), 20)
    .option("--seed <number>", "repeats plates, lots and gaps", whole(0, 2 ** 31 - 1), 7)
    .option("--entry-rate <per second>", "entries per second", number(0, 20_000), 50)
    .option("--exit-rate <per second>", "exits per second", number(0, 20_000), 50)
    .option("--known-plate-threshold <0-100>", "as in the generators", whole(0, 100), 80)
    .option("--backends <number>", "replicas of the backend", whole(1, 16), 2)
    .option("--queue-type <type>", "quorum or classic", "quorum")
    .option("--scenario <name>", "traffic instead of random plates, audited at the end", "seed")
    .option("--noise <faults>", "of the cameras of a scenario", "none")
    .option("--time-scale <times>", "how fast a scenario goes on", number(0.001, 100_000), 1)
    .option("--min-recall <share>", "fail when the audit finds less", number(0, 1), 0)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
    .parse([...argv], { from: "user" })
    .opts<E2eOptions>();
}
