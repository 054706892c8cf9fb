/** Options of the command line that are settings of a scenario; the settings check their values. */
export const SCENARIO_OPTIONS = [
  ["--scenario <name>", "SCENARIO", "seed, mall, event, rush, soak, or the path of a file"],
  ["--time-scale <times>", "TIME_SCALE", "how many times faster than time a scenario goes on"],
  ["--start <time>", "SCENARIO_START", "time in the scenario at the start, RFC 3339 or now"],
  ["--noise <faults>", "NOISE", "none, realistic, and rates that differ: realistic,misread=0"],
  ["--truth <file>", "TRUTH_PATH", "file for what really happened, as NDJSON"],
  ["--seed <number>", "SEED", "repeat plates, lots and gaps"],
] as const;
