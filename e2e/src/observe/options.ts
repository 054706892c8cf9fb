import { numberOption } from "@boomgate/platform/cli";
import { Command, Option } from "commander";

/** Where the services come from. */
const SERVICES = ["own", "found", "embedded"] as const;

export interface ObserveOptions {
  readonly for: number | undefined;
  readonly check: boolean;
  readonly rate: number;
  readonly backends: number;
  /** Undefined: the first that can be had. */
  readonly services: (typeof SERVICES)[number] | undefined;
}

/** Ends the process for --help, and with 64 for an option it does not know. */
export function parseOptions(argv: readonly string[]): ObserveOptions {
  const number = numberOption({ min: 0.1, max: 86_400, whole: false });
  const command = new Command("npm run observe --")
    .description(
      "All services with traffic, watched by a Prometheus from the PATH with the rules of this repository. " +
        "Ends with Ctrl-C.",
    )
    .option("--for <seconds>", "end after so long", number)
    .option(
      "--check",
      "with --for: at its end, judge every panel of the dashboards, and that no alert fired",
      false,
    )
    .option("--rate <per second>", "entries, and as many exits", number, 20)
    .option("--backends <number>", "replicas", numberOption({ min: 1, max: 16 }), 2)
    .addOption(
      new Option(
        "--services <which>",
        "RabbitMQ, Redis and PostgreSQL of its own from this machine's programs; or those that answer already " +
          "(AMQP_URL, REDIS_URL, DATABASE_URL), under names of its own; or none, all in one process. " +
          "Otherwise the first of these that can be had",
      ).choices(SERVICES),
    )
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
    .parse([...argv], { from: "user" });
  const options = command.opts<ObserveOptions>();
  if (options.check && options.for === undefined) command.error("error: --check needs --for");
  if (options.check && options.services === "embedded") {
    command.error("error: --check needs a RabbitMQ: without one, the panels about it are empty");
  }
  return options;
}
