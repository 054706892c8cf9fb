import { numberOption } from "@boomgate/platform/cli";
import { Command, Option } from "commander";
import { type LoadStage, parseStages } from "./stages.js";

export interface LoadOptions {
  readonly stages: readonly LoadStage[];
  readonly profile: "events" | "outage";
  readonly backends: number;
  readonly queueType: "quorum" | "classic";
  /** Several events may share a message. */
  readonly pack: boolean;
}

const DEFAULT_STAGES = "50:30s,50-500:30s,500:1m";

/** Exits the process for --help, and with 64 for a wrong option. */
export function parseOptions(argv: readonly string[]): LoadOptions {
  return new Command("npm run load --")
    .description(
      "Publishes events at the rates of the stages, starts a summary API and backends for them over RabbitMQ, " +
        "Redis and PostgreSQL (those that already run, or started from the PATH), and compares the stays in the sink.",
    )
    .addOption(
      new Option("--stages <rate:time,...>", "events per second and how long; 50-500:1m is a ramp")
        .argParser(parseStages)
        .default(parseStages(DEFAULT_STAGES), DEFAULT_STAGES),
    )
    .addOption(
      new Option(
        "--profile <name>",
        "outage: kills all backends for 15 s after a third of the load",
      )
        .choices(["events", "outage"])
        .default("events"),
    )
    .option("--backends <number>", "replicas of the backend", numberOption({ min: 1, max: 16 }), 2)
    .addOption(
      new Option("--queue-type <type>", "type of the queues in RabbitMQ")
        .choices(["quorum", "classic"])
        .default("quorum"),
    )
    .option("--no-pack", "publish each event in a message of its own, as PACK_EVENTS=false does")
    .addHelpText("after", "\nExits with 0 when the sink has every stay, otherwise with 1.")
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
    .parse([...argv], { from: "user" })
    .opts<LoadOptions>();
}
