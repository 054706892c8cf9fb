import {
  addLimitOptions,
  addSettingOptions,
  type Limits,
  parseTimeSpan,
  SCENARIO_OPTIONS,
  settingsGiven,
} from "@boomgate/generators";
import { exitOnUsage, numberOption } from "@boomgate/platform/cli";
import { Command, Option } from "commander";

export interface EmbeddedOptions {
  /** Seconds of traffic, then drain and end; `undefined` runs until a signal. */
  readonly forSeconds: number | undefined;
  /** Length of the history to publish before the traffic of now; `undefined` publishes none. */
  readonly backfillMs: number | undefined;
  /** Limits of the audit at the end; `undefined` makes none. */
  readonly audit: Limits | undefined;
  /** Settings given as options, by the name of their environment variable. */
  readonly settings: Readonly<Record<string, string>>;
}

const SETTING_OPTIONS = [
  ...SCENARIO_OPTIONS,
  ["--entry-rate <per second>", "ENTRY_RATE", "entries per second on average (default: 10)"],
  ["--exit-rate <per second>", "EXIT_RATE", "exits per second on average (default: 10)"],
  [
    "--known-plate-threshold <0-100>",
    "EXIT_KNOWN_PLATE_THRESHOLD",
    "percent of exits with a random plate, the others take a parked car (default: 80)",
  ],
  ["--lots <names>", "LOTS", "lots, separated by commas (default: main)"],
  ["--plate-format <pattern>", "PLATE_FORMAT", "pattern of the random plates"],
  ["--port <number>", "HTTP_PORT", "port of the page (default: 8000, or any free one)"],
  [
    "--gateway-port <number>",
    "GATEWAY_PORT",
    "port that takes events (default: 8010, or any free one)",
  ],
  ["--metrics-port <number>", "METRICS_PORT", "port of /metrics (default: 9464, or any free one)"],
  ["--data-dir <folder>", "SUMMARY_DATA_DIR", "folder of the stays (default: ./data)"],
  ["--log-level <level>", "LOG_LEVEL", "least severe level that is logged (default: warn)"],
] as const;

/** The option of a setting; `undefined` when only its environment variable sets it. */
export const flagOf = (setting: string): string | undefined =>
  SETTING_OPTIONS.find(([, name]) => name === setting)?.[0];

const AFTER_OPTIONS = `
Names in capital letters are environment variables that set the same.

Exit code: 0 when every published event is accounted for and the audit keeps its limits; 1 when not; 64 for a wrong
option; 78 for a wrong setting.`;

/** Ends the process for --help, and with 64 for an unknown option, unless `onUsage` throws. */
export function parseOptions(argv: readonly string[], onUsage = exitOnUsage): EmbeddedOptions {
  const command = new Command("npm start --")
    .description(
      "Runs generators, gateway, backend and summary API in one process: nothing to install or configure. " +
        "Broker and open stays live in memory and end with the process; closed stays are kept in the data folder.",
    )
    .addOption(
      new Option("--for <seconds>", "end after so many seconds of traffic").argParser(
        numberOption({ min: 0.001, max: 86_400, whole: false }),
      ),
    )
    .addOption(
      new Option(
        "--backfill <time>",
        "first publish so much history of the scenario: 90m, 12h or 30d",
      ).argParser(parseTimeSpan),
    )
    .option("--audit", "at the end, compare the stays with what really happened in the scenario")
    .addHelpText("after", AFTER_OPTIONS)
    .exitOverride(onUsage);
  addLimitOptions(command);
  addSettingOptions(command, SETTING_OPTIONS).parse([...argv], { from: "user" });
  const { for: forSeconds, backfill: backfillMs, audit, ...limits } = command.opts<Given>();
  const settings = settingsGiven(command, SETTING_OPTIONS);
  return { forSeconds, backfillMs, audit: audit ? limits : undefined, settings };
}

interface Given extends Limits {
  readonly for?: number;
  readonly backfill?: number;
  readonly audit?: boolean;
}
