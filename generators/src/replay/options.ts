import { exitOnUsage } from "@boomgate/platform/cli";
import { Command, InvalidArgumentError, Option } from "commander";

export interface ReplayOptions {
  /** "-" is standard input. */
  readonly file: string;
  /** Times faster than recorded; Infinity is as fast as the broker takes them. */
  readonly speed: number;
  readonly onBadLine: "skip" | "stop";
  /** At an event at or before the floor of the store. */
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

/** Ends the process for --help, and with 64 for an unknown option. */
export function parseOptions(argv: readonly string[]): ReplayOptions {
  const command = new Command("npm run replay --")
    .description("Publishes recorded entry and exit events.")
    .argument("<file>", "recording of events as JSON; - is standard input")
    .option(
      "--speed <times>",
      'speed: 1 as recorded, 60 an hour in a minute, or "max"',
      parseSpeed,
      1,
    )
    .addOption(
      new Option("--on-bad-line <what>", "at a line that is no event: skip it, or stop")
        .choices(["skip", "stop"])
        .default("skip"),
    )
    .addOption(
      new Option(
        "--on-late <what>",
        "at an event that backends would park as TOO_LATE: stop, skip it, or publish it all the same",
      )
        .choices(["stop", "skip", "publish"])
        .default("stop"),
    )
    .option("--shift-to-now", "move all event times so that the first one is now", false)
    .option(
      "--dry-run",
      "read and check the whole recording without waiting; publish nothing, need no broker",
      false,
    )
    .addHelpText(
      "after",
      `
A recording has one event per line, JSON arrays, JSON text sequences or objects over several lines, in UTF-8 or UTF-16,
plain or gzip. Anything else is reported with its line number and not published.

An event is too late at or before the floor of the store, the time up to which the backends have forgotten plates. They
accept repeats of events that they have processed at any time: for a recording of such events use --on-late publish.
Without Redis the floor is not known: a line says so, and the replay goes on.

AMQP_URL, REDIS_URL, STORE_DATABASE, STORE_KEY_PREFIX, PACK_EVENTS and the names of the queues are set as for the
services.

Exit code: 0 when every record was published; 1 when one was not (a bad line, an event too late, a file cut off, an
event that the broker refused, a signal); 64 for a wrong option; 78 for a wrong setting.`,
    )
    .exitOverride(exitOnUsage)
    .parse([...argv], { from: "user" });
  const options = command.opts<Omit<ReplayOptions, "file">>();
  // A dry run publishes nothing, so it need not wait.
  const speed = options.dryRun ? Infinity : options.speed;
  return { ...options, speed, file: command.args[0] ?? "-" };
}
