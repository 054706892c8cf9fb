import { fileOption, numberOption } from "@boomgate/platform/cli";
import { Command, Option } from "commander";
import { type LoadStage, parseStages } from "./stages.js";

export interface LoadOptions {
  readonly stages: readonly LoadStage[];
  /** The stages as they were given. */
  readonly text: string;
  readonly profile: "events" | "outage";
  readonly backends: number;
  readonly queueType: "quorum" | "classic";
  readonly report: string | undefined;
}

/** Ends the process for --help, and with 64 for an option it does not know. */
export function parseOptions(argv: readonly string[]): LoadOptions {
  let text = "50:30s,50-500:30s,500:1m";
  const read = (given: string) => {
    text = given;
    return parseStages(given);
  };
  const given = new Command("npm run load --")
    .description(
      "Publishes events at the rates of its stages to a real broker, with backends, Redis and PostgreSQL " +
        "(services as found, or started from the PATH), and counts the stays at the end.",
    )
    .addOption(
      new Option("--stages <rate:time,...>", "events/s and how long; 50-500:1m is a ramp")
        .argParser(read)
        .default(parseStages(text), text),
    )
    .addOption(
      new Option(
        "--profile <name>",
        "events; or outage: all backends are killed for 15 s under load",
      )
        .choices(["events", "outage"])
        .default("events"),
    )
    .option("--backends <number>", "replicas", numberOption({ min: 1, max: 16 }), 2)
    .addOption(new Option("--queue-type <type>").choices(["quorum", "classic"]).default("quorum"))
    .option("--report <file>", "write a page with charts", fileOption)
    .addHelpText("after", "\nEnds with 0 when every stay is in the sink, 1 when not.")
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
    .parse([...argv], { from: "user" })
    .opts<Omit<LoadOptions, "text">>();
  return { ...given, text };
}
