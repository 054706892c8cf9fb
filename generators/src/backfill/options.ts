import { parseInstant } from "@boomgate/contracts";
import { exitOnUsage } from "@boomgate/platform/cli";
import { Command, InvalidArgumentError, Option } from "commander";
import { addSettingOptions, SCENARIO_OPTIONS, settingsGiven } from "../setting-options.js";
import { parseTimeSpan } from "./time-span.js";

interface BackfillOptions {
  readonly lastMs: number;
  /** Ms since 1970: where the history ends. */
  readonly untilMs: number;
  /** By the names of their environment variables. */
  readonly settings: Readonly<Record<string, string>>;
}

const OPTIONS = SCENARIO_OPTIONS.filter(([, setting]) =>
  ["SCENARIO", "NOISE", "TRUTH_PATH", "SEED"].includes(setting),
);

/** Ends the process for --help, and with 64 for an unknown option. */
export function parseOptions(argv: readonly string[], nowMs: number): BackfillOptions {
  const command = new Command("npm run backfill --")
    .description(
      "Publishes the past events of a scenario, entries and exits, as fast as the backends process them.",
    )
    .addOption(
      new Option("--last <time>", "length of the history: 90m, 12h or 30d")
        .argParser(parseTimeSpan)
        .default(parseTimeSpan("30d"), "30d"),
    )
    .addOption(
      new Option("--until <time>", "end of the history, RFC 3339")
        .argParser(parseInstantOption)
        .default(nowMs, "now"),
    )
    .addHelpText(
      "after",
      `
Backends must be running. The history must begin after the floor of their store, the time up to which the store has
forgotten plates: for a month of history use a new store. Without Redis this is not checked, and a line says so.

AMQP_URL, REDIS_URL, STORE_DATABASE, STORE_KEY_PREFIX, PACK_EVENTS and the names of the queues are set as for the
services.

Exit code: 0 when all events were published; 1 when the command was stopped, the broker refused an event or the
history begins too early for the store; 64 for a wrong option; 78 for a wrong setting.`,
    )
    .exitOverride(exitOnUsage);
  addSettingOptions(command, OPTIONS).parse([...argv], { from: "user" });
  const { last, until } = command.opts<{ last: number; until: number }>();
  return {
    lastMs: last,
    untilMs: until,
    settings: { SCENARIO: "mall", ...settingsGiven(command, OPTIONS) },
  };
}

/** "2026-03-01T08:00:00Z" in ms since 1970. */
function parseInstantOption(text: string): number {
  const ms = parseInstant(text);
  if (ms !== undefined) return ms;
  throw new InvalidArgumentError(
    "must be an RFC 3339 date with a zone, like 2026-03-01T08:00:00Z.",
  );
}
