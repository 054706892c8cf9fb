import {
  addLimitOptions,
  type Limits,
  parseTimeSpan,
  SCENARIO_OPTIONS,
} from "@boomgate/generators";
import { Command, InvalidArgumentError, Option } from "commander";

export interface EmbeddedOptions {
  /** Seconds of traffic, then drain and end; `undefined` runs until it is told to stop. */
  readonly forSeconds: number | undefined;
  /** History to write before traffic goes on; `undefined` writes none. */
  readonly backfillMs: number | undefined;
  /** To compare the stays with the truth at the end; `undefined` does not. */
  readonly audit: Limits | undefined;
  /** Settings given as options, by the name of their environment variable. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Options that are settings under a name for the command line; the settings check their values. */
const SETTINGS_BY_FLAG = [
  ...SCENARIO_OPTIONS,
  ["--entry-rate <per second>", "ENTRY_RATE", "entries per second on average (default: 10)"],
  ["--exit-rate <per second>", "EXIT_RATE", "exits per second on average (default: 10)"],
  [
    "--known-plate-threshold <1-100>",
    "EXIT_KNOWN_PLATE_THRESHOLD",
    "draws above it drive a parked car out, else an unknown one (default: 80)",
  ],
  ["--lots <names>", "LOTS", "lots the cars drive to, separated by commas (default: main)"],
  ["--plate-format <pattern>", "PLATE_FORMAT", "pattern of the plates made up"],
  ["--port <number>", "HTTP_PORT", "port of the page (default: 8000, or any free one)"],
  ["--metrics-port <number>", "METRICS_PORT", "port of /metrics (default: 9464, or any free one)"],
  ["--data-dir <folder>", "SUMMARY_DATA_DIR", "where the stays are kept (default: ./data)"],
  ["--log-level <level>", "LOG_LEVEL", "least severe level that is logged (default: warn)"],
] as const;

/** What a person writes to give a setting; `undefined` when only its environment variable does. */
export const flagOf = (setting: string): string | undefined =>
  SETTINGS_BY_FLAG.find(([, name]) => name === setting)?.[0];

const EXIT_CODES = `
Ends with 0 when every event published is accounted for and the audit keeps its limits, 1 when not, 64
for a wrong option.
Options that are also environment variables: ${SETTINGS_BY_FLAG.map(([, name]) => name).join(", ")}.`;

const EXIT_USAGE = 64;

/** Ends the process for --help, and with 64 for an option it does not know. */
export function parseOptions(argv: readonly string[]): EmbeddedOptions {
  const command = new Command("npm start --")
    .description(
      "Runs generators, pipeline and summary API in one process, with nothing to install or " +
        "configure. Events in flight end with the process; stays are kept in the data folder.",
    )
    .addOption(
      new Option("--for <seconds>", "end after so much traffic").argParser(parsePositiveSeconds),
    )
    .addOption(
      new Option("--backfill <time>", "first write so much history of a scenario: 30d").argParser(
        parseTimeSpan,
      ),
    )
    .option("--audit", "compare the stays with the truth of the scenario at the end")
    .addHelpText("after", EXIT_CODES)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : EXIT_USAGE));
  addLimitOptions(command);
  for (const [flag, , description] of SETTINGS_BY_FLAG) command.option(flag, description);
  command.parse([...argv], { from: "user" });

  const given = command.opts<Record<string, string>>();
  const { for: forSeconds, backfill: backfillMs, audit, ...limits } = command.opts<Given>();
  const settings: Record<string, string> = {};
  for (const [flag, name] of SETTINGS_BY_FLAG) {
    const value = given[new Option(flag).attributeName()];
    if (value !== undefined) settings[name] = value;
  }
  return { forSeconds, backfillMs, audit: audit ? limits : undefined, settings };
}

interface Given extends Limits {
  readonly for?: number;
  readonly backfill?: number;
  readonly audit?: boolean;
}

function parsePositiveSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 86_400)) {
    throw new InvalidArgumentError("must be seconds, more than 0 and at most 86400.");
  }
  return seconds;
}
