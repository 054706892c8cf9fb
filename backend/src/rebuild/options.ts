import { numberOption } from "@boomgate/platform/cli";
import { Command } from "commander";

export interface RebuildOptions {
  /** Rebuild also when nothing is lost. */
  readonly force: boolean;
  /** Rebuild also when the last epoch names another place. */
  readonly here: boolean;
  readonly stream: boolean;
  readonly sink: boolean;
  readonly empty: boolean;
  readonly partial: boolean;
  readonly mostHeld: number;
  readonly json: boolean;
}

/** Ends the process for --help, and with 64 for an option it does not know. */
export function parseOptions(argv: readonly string[]): RebuildOptions {
  return new Command("npm run rebuild --")
    .description(
      "Computes the plate histories in Redis again after a loss, from the events in the stream and the\n" +
        "stays in the sink. Backends that wait for it go on by themselves.",
    )
    .option("--force", "also when nothing is lost; backends wait meanwhile", false)
    .option("--here", "makes this Redis the true store, although it was another one before", false)
    .option(
      "--no-stream",
      "without the stream: cars that are inside now are forgotten, events from before now too late",
    )
    .option("--no-sink", "without asking the sink what it has: stays are posted again")
    .option("--empty", "without stream and sink: start with no histories", false)
    .option(
      "--partial",
      "also when older events are gone: cars that came before are forgotten, events from before now too late",
      false,
    )
    .option(
      "--most-held <number>",
      "reads and stays in memory at the same time, some 300 bytes each",
      numberOption({ min: 1, max: 1_000_000_000 }),
      2_000_000,
    )
    .option("--json", "the result as JSON", false)
    .addHelpText(
      "after",
      `
Ends with 0 when Redis can be trusted again, 1 when it cannot, 64 for a wrong option. Settings are those
of the backend: REDIS_URL, AMQP_URL, SUMMARY_URL, SUMMARY_TOKEN (which needs the scope read, too).`,
    )
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
    .parse([...argv], { from: "user" })
    .opts<RebuildOptions>();
}
