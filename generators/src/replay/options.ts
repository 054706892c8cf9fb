import { Command, InvalidArgumentError, Option } from "commander";

export interface ReplayOptions {
  /** "-" is standard input. */
  readonly file: string;
  /** Times faster than recorded; Infinity as fast as the broker takes them. */
  readonly speed: number;
  readonly onBadLine: "skip" | "stop";
  /** Event times move so that the first event is now. */
  readonly shiftToNow: boolean;
  readonly dryRun: boolean;
}

function parseSpeed(text: string): number {
  const speed = text === "max" ? Infinity : Number(text);
  if (speed > 0) return speed;
  throw new InvalidArgumentError('must be a number above 0, or "max".');
}

/** Ends the process for --help, and with 64 for an option it does not know. */
export function parseOptions(argv: readonly string[]): ReplayOptions {
  const command = new Command("npm run replay --")
    .description("Publishes recorded events of both kinds, one JSON object per line.")
    .argument("<file>", "NDJSON of entry and exit events; - reads standard input")
    .option("--speed <times>", 'times faster than recorded, or "max"', parseSpeed, 1)
    .addOption(
      new Option("--on-bad-line <what>", "what to do with a line that is no event")
        .choices(["skip", "stop"])
        .default("skip"),
    )
    .option("--shift-to-now", "move all event times, so that the first is now", false)
    .option("--dry-run", "read and check everything, publish nothing", false)
    .addHelpText(
      "after",
      `
Ends with 0 when all events were published, 1 when a bad line stopped it or the broker has no queue
for them, 64 for a wrong option. AMQP_URL and the names of queues are set as for the services.`,
    )
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
    .parse([...argv], { from: "user" });
  return { ...command.opts<Omit<ReplayOptions, "file">>(), file: command.args[0] ?? "-" };
}
