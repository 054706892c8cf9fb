import { numberOption } from "@boomgate/platform/cli";
import { Command } from "commander";

export interface RebuildOptions {
  /** Compare, and change nothing. */
  readonly check: boolean;
  /** How far back the check compares. */
  readonly days: number;
  /** A plate that changed within this time is not compared. */
  readonly settled: number;
  /** Show plates and ids of events that differ. */
  readonly plates: boolean;
  /** Rebuild also when nothing is lost. */
  readonly force: boolean;
  /** Rebuild also when the last epoch names another place. */
  readonly here: boolean;
  readonly ledger: boolean;
  /** The ledger has every read since the first event. */
  readonly wholeLedger: boolean;
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
      "Computes the plate histories in Redis again after a loss, from the reads in the ledger, the events in the " +
        "stream and the stays in the sink. Backends that wait for the rebuild go on when it has succeeded.",
    )
    .option(
      "--check",
      "changes nothing: compares Redis, ledger and sink, and exits with 1 when they differ",
      false,
    )
    .option(
      "--days <number>",
      "how far back --check compares; RAW_RETENTION and READS_RETENTION must be longer, the latter by MAX_STAY_MS",
      numberOption({ min: 1, max: 36_500 }),
      7,
    )
    .option(
      "--settled <seconds>",
      "how long ago a plate must have changed to be compared, and after which time a difference is looked at again",
      numberOption({ min: 1, max: 86_400 }),
      30,
    )
    .option("--plates", "--check prints plates and the ids of events", false)
    .option("--force", "rebuilds also when nothing is lost; backends wait meanwhile", false)
    .option("--here", "makes this Redis the true store, although another one was", false)
    .option(
      "--no-ledger",
      "does not read the ledger: which events were accepted follows from the stream",
    )
    .option(
      "--whole-ledger",
      "the ledger has every read since the first event; otherwise its first outcome counts as its beginning",
      false,
    )
    .option(
      "--no-stream",
      "does not read the stream: without a ledger, cars that are inside now are forgotten, and events older than now are too late",
    )
    .option("--no-sink", "does not read the sink: all stays are posted again")
    .option(
      "--empty",
      "reads neither ledger nor stream nor sink: Redis has no histories afterwards",
      false,
    )
    .option(
      "--partial",
      "rebuilds also when ledger and stream lack older events: cars that came before its first event are forgotten, and events older than now are too late",
      false,
    )
    .option(
      "--most-held <number>",
      "how many reads and stays may be in memory at the same time, at 300 bytes each",
      numberOption({ min: 1, max: 1_000_000_000 }),
      2_000_000,
    )
    .option("--json", "prints the result as JSON", false)
    .addHelpText(
      "after",
      `
Exits with 0 when Redis can be trusted again, with 1 when it cannot, with 64 for a wrong option. With
--check: 0 when nothing differs, 1 when something does, nothing was compared, or one of the three does not answer. The settings
are those of the backend: REDIS_URL, AMQP_URL, SUMMARY_URL, SUMMARY_TOKEN (which also needs the scope read), LEDGER.
The ledger is the list of reads beside SUMMARY_URL: it says of each event whether it was accepted. What it does not
know is taken from the stream. With LEDGER=off, or a ledger of hashed plates, the stream alone says it.`,
    )
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64))
    .parse([...argv], { from: "user" })
    .opts<RebuildOptions>();
}
