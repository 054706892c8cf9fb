import { type Command, Option } from "commander";

/** An option that is a setting under a name for the command line: the setting checks its value. */
type SettingOption = readonly [flag: string, setting: string, description: string];

export const SCENARIO_OPTIONS = [
  ["--scenario <name>", "SCENARIO", "seed, mall, event, rush, soak, or the path of a JSON file"],
  ["--time-scale <factor>", "TIME_SCALE", "speed of the scenario: 60 is an hour in a minute"],
  ["--start <time>", "SCENARIO_START", 'time of the scenario at the start, RFC 3339 or "now"'],
  ["--noise <faults>", "NOISE", "faults of the cameras: none, realistic, or realistic,misread=0"],
  ["--truth <file>", "TRUTH_PATH", "write what really happened into this file, as NDJSON"],
  ["--seed <number>", "SEED", "the same seed gives the same plates, lots and gaps"],
] as const satisfies readonly SettingOption[];

export function addSettingOptions(command: Command, options: readonly SettingOption[]): Command {
  for (const [flag, setting, description] of options) {
    command.option(flag, `${description} (${setting})`);
  }
  return command;
}

/** @returns the settings that were given as options, by their names */
export function settingsGiven(
  command: Command,
  options: readonly SettingOption[],
): Readonly<Record<string, string>> {
  const given = command.opts<Record<string, string>>();
  return Object.fromEntries(
    options.flatMap(([flag, setting]) => {
      const value = given[new Option(flag).attributeName()];
      return value === undefined ? [] : [[setting, value]];
    }),
  );
}
