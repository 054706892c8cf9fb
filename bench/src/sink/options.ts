import { numberOption } from "@boomgate/platform/cli";
import { Command } from "commander";

interface SinkOptions {
  readonly rate: number;
  readonly seconds: number;
  readonly profile?: string;
  readonly quick: boolean;
  readonly save: boolean;
}

/** Prints wrong options on standard error and exits with 64. */
export const parseSinkOptions = (args: readonly string[]): SinkOptions =>
  new Command("npm run bench:sink --")
    .description(
      "Starts a PostgreSQL and summary APIs, posts arrays of new summaries, and compares the rate with bare inserts " +
        "into the same PostgreSQL. Exits with 1 when a summary is lost or the rate is not reached.",
    )
    .option(
      "--rate <number>",
      "summaries per second",
      numberOption({ min: 1_000, max: 1_000_000 }),
      20_000,
    )
    .option("--seconds <number>", "seconds at that rate", numberOption({ min: 1, max: 600 }), 60)
    .option("--profile <folder>", "write CPU profiles of the API into the folder")
    .option("--quick", "a few seconds, only to check that no summary is lost", false)
    .option("--save", "write bench/SINK.md", false)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
    .parse(args, { from: "user" })
    .opts<SinkOptions>();
