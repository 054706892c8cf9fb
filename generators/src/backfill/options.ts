import { Command, Option } from "commander";
import { SCENARIO_OPTIONS } from "../scenario-options.js";
import { parseInstantOption } from "./instant-option.js";
import { parseTimeSpan } from "./time-span.js";

export interface BackfillOptions {
  readonly lastMs: number;
  /** Ms since 1970: where the history ends. */
  readonly untilMs: number;
  /** By the names of their environment variables. */
  readonly settings: Readonly<Record<string, string>>;
}

const OPTIONS = SCENARIO_OPTIONS.filter(([, name]) =>
  ["SCENARIO", "NOISE", "TRUTH_PATH", "SEED"].includes(name),
);

/** Ends the process for --help, and with 64 for an option it does not know. */
export function parseOptions(argv: readonly string[], nowMs: number): BackfillOptions {
  const command = new Command("npm run backfill --")
    .description(
      "Publishes the history of a scenario, of both kinds of gates, as fast as the backends take it.",
    )
    .addOption(
      new Option("--last <time>", "how much history")
        .argParser(parseTimeSpan)
        .default(parseTimeSpan("30d"), "30d"),
    )
    .addOption(
      new Option("--until <time>", "where the history ends, RFC 3339")
        .argParser(parseInstantOption)
        .default(nowMs, "now"),
    )
    .addHelpText(
      "after",
      `
It needs backends that consume, and a store that has forgotten nothing since the history begins: a new one for a
month. Ends with 0 when all was published, 1 when it was stopped, the history begins at or before the floor of the
store, or the broker refused a publish, 64 for a wrong option. Where Redis does not answer, it says so and goes on.
AMQP_URL, the names of queues, REDIS_URL, STORE_DATABASE and STORE_KEY_PREFIX are set as for the services.`,
    )
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64));
  for (const [flag, name, description] of OPTIONS) {
    command.option(flag, `${description} (${name})`);
  }
  const { last, until, ...given } = command
    .parse([...argv], { from: "user" })
    .opts<{ last: number; until: number } & Record<string, string>>();
  const settings = OPTIONS.flatMap(([flag, name]) => {
    const value = given[new Option(flag).attributeName()];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    lastMs: last,
    untilMs: until,
    settings: { SCENARIO: "mall", ...Object.fromEntries(settings) },
  };
}
