import { numberOption } from "@boomgate/platform/cli";
import { Command } from "commander";

export interface SinkOptions {
  readonly rate: number;
  readonly seconds: number;
  readonly profile?: string;
  readonly quick: boolean;
  readonly save: boolean;
}

/** Wrong options are told on standard error and exit with 64. */
export const parseSinkOptions = (args: readonly string[]): SinkOptions =>
  new Command("npm run bench:sink --")
    .description(
      "Arrays of new summaries into a summary API over a PostgreSQL of its own, beside what the same " +
        "database takes as bare rows. Exits with 1 when a summary is lost or the rate is not held.",
    )
    .option(
      "--rate <number>",
      "summaries per second",
      numberOption({ min: 1_000, max: 1_000_000 }),
      20_000,
    )
    .option("--seconds <number>", "at that rate", numberOption({ min: 1, max: 600 }), 60)
    .option("--profile <folder>", "write CPU profiles of the API there")
    .option("--quick", "a few seconds, to see that nothing is lost", false)
    .option("--save", "write bench/SINK.md", false)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
    .parse(args, { from: "user" })
    .opts<SinkOptions>();
