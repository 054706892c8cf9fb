import { numberOption } from "@boomgate/platform/cli";
import { Command, Option } from "commander";

/** Where the services come from. */
const SERVICES = ["own", "found", "embedded"] as const;

export interface ObserveOptions {
  readonly for: number | undefined;
  readonly check: boolean;
  readonly rate: number;
  readonly backends: number;
  /** Undefined: the first of these that works. */
  readonly services: (typeof SERVICES)[number] | undefined;
}

/** Exits the process for --help, and with 64 for a wrong option. */
export function parseOptions(argv: readonly string[]): ObserveOptions {
  const number = numberOption({ min: 0.1, max: 86_400, whole: false });
  const command = new Command("npm run observe --")
    .description(
      "Starts all services with traffic, and the Prometheus of the PATH with the rules of this repository. " +
        "Ctrl-C ends them.",
    )
    .option("--for <seconds>", "how long to run; without it, until Ctrl-C", number)
    .option(
      "--check",
      "with --for: at the end, check that every panel has data and that no alert fired; else exit with 1",
      false,
    )
    .option("--rate <per second>", "entries per second, and as many exits", number, 20)
    .option("--backends <number>", "replicas of the backend", numberOption({ min: 1, max: 16 }), 2)
    .addOption(
      new Option(
        "--services <which>",
        "own: starts RabbitMQ, Redis and PostgreSQL from the PATH; found: uses those at AMQP_URL, REDIS_URL and " +
          "DATABASE_URL, with queues, keys and a database of its own; embedded: everything in one process. " +
          "Default: the first of these that works",
      ).choices(SERVICES),
    )
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
    .parse([...argv], { from: "user" });
  const options = command.opts<ObserveOptions>();
  if (options.check && options.for === undefined) command.error("error: --check needs --for");
  if (options.check && options.services === "embedded") {
    command.error("error: --check needs a RabbitMQ: without one, its panels are empty");
  }
  return options;
}
