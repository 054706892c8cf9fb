import { Command, Option } from "commander";
import { SCENARIO_OPTIONS } from "./scenario-options.js";

/** Ends the process for --help, and with 64 for an option it does not know. @returns settings by name */
export function readOptions(
  service: string,
  argv: readonly string[],
): Readonly<Record<string, string>> {
  const command = new Command(`npm run start:${service} --`)
    .description("Publishes the events of one kind. All other settings: docs/config.md.")
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 64));
  for (const [flag, name, description] of SCENARIO_OPTIONS) {
    command.option(flag, `${description} (${name})`);
  }
  const given = command.parse([...argv], { from: "user" }).opts<Record<string, string>>();
  return Object.fromEntries(
    SCENARIO_OPTIONS.flatMap(([flag, name]) => {
      const value = given[new Option(flag).attributeName()];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
