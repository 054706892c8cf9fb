import { Command, InvalidArgumentError, Option } from "commander";

export interface ReplayOptions {
  /** "-" is standard input. */
  readonly file: string;
  /** Times faster than recorded; Infinity as fast as the broker takes them. */
  readonly speed: number;
  readonly onBadLine: "skip" | "stop";
  /** An event at or before the floor of the store. */
  readonly onLate: "skip" | "stop" | "publish";
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
    .description("Publishes recorded events of both kinds.")
    .argument("<file>", "entry and exit events as JSON; - reads standard input")
    .option("--speed <times>", 'times faster than recorded, or "max"', parseSpeed, 1)
    .addOption(
      new Option("--on-bad-line <what>", "go on or end at a line that is no event")
        .choices(["skip", "stop"])
        .default("skip"),
    )
    .addOption(
      new Option(
        "--on-late <what>",
        "end, go on, or publish all the same, at an event that backends would park as TOO_LATE",
      )
        .choices(["stop", "skip", "publish"])
        .default("stop"),
    )
    .option("--shift-to-now", "move all event times, so that the first is now", false)
    .option(
      "--dry-run",
      "read and check everything at once, publish nothing, need no broker",
      false,
    )
    .addHelpText(
      "after",
      `
Reads one event per line, JSON arrays, JSON text sequences, and objects over several lines, in UTF-8 or UTF-16,
plain or gzip. What is none of these is named by its line and not published.
Too late is an event at or before the floor of the store of the backends; where Redis does not answer, the replay
says so and goes on. A copy of what backends know is never too late: --on-late publish.
Ends with 0 when every record was published, 1 when one was not (a bad line, an event that is too late, a file that
is cut off, a publish that the broker refused, a signal), 64 for a wrong option. AMQP_URL, the names of queues,
REDIS_URL, STORE_DATABASE and STORE_KEY_PREFIX are set as for the services.`,
    )
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
    .parse([...argv], { from: "user" });
  const options = command.opts<Omit<ReplayOptions, "file">>();
  // Nobody waits for the pace of what is not published.
  const speed = options.dryRun ? Infinity : options.speed;
  return { ...options, speed, file: command.args[0] ?? "-" };
}
