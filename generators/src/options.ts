import { exitOnUsage } from "@boomgate/platform/cli";
import { Command } from "commander";
import { addSettingOptions, SCENARIO_OPTIONS, settingsGiven } from "./setting-options.js";

/** Ends the process for --help, and with 64 for an unknown option. @returns settings by name */
export function readOptions(
  service: string,
  argv: readonly string[],
): Readonly<Record<string, string>> {
  const command = new Command(`npm run start:${service} --`)
    .description("Publishes the events of one kind. All other settings: docs/config.md.")
    .exitOverride(exitOnUsage);
  addSettingOptions(command, SCENARIO_OPTIONS).parse([...argv], { from: "user" });
  return settingsGiven(command, SCENARIO_OPTIONS);
}
