import { DEFAULT_LOT_ID } from "@boomgate/contracts";
import { count, factor, neverInFile, optional, rate, text } from "@boomgate/platform/config";

/** What both generators are told. */
export const trafficSettings = {
  SCENARIO: text({
    default: "seed",
    doc: "Traffic: seed (random plates at a rate), mall, event, rush, soak, or the path of a file.",
  }),
  TIME_SCALE: factor({ default: 1, doc: "How many times faster than time a scenario goes on." }),
  SCENARIO_START: optional(
    text({ doc: 'Time in a scenario at the start, RFC 3339 or "now"; else the last fitting one.' }),
  ),
  NOISE: text({
    default: "none",
    doc: "Camera faults of a scenario: none, realistic, and rates that differ: realistic,misread=0.",
  }),
  TRUTH_PATH: optional(text({ doc: "File for what really happened in a scenario, as NDJSON." })),
  COUNT: optional(count({ doc: "Ends after this many events; endless when left out." })),
  SEED: optional(count({ min: 0, max: 2 ** 31 - 1, doc: "Repeats plates, lots and gaps." })),
  LOTS: neverInFile(
    text({
      default: DEFAULT_LOT_ID,
      doc: "Lots the cars drive to, separated by commas. Not from a file: LOTS_FILE is another setting.",
    }),
  ),
  PLATE_FORMAT: text({
    default: "[A-Z]{2}[0-9]{3}[A-Z]{2}",
    doc: "Pattern of the random plates: sets of characters, each with its number.",
  }),
} as const;

export const entryGeneratorSettings = {
  ENTRY_RATE: rate({ default: 10, doc: "Entries per second on average; arrivals are Poisson." }),
  ...trafficSettings,
} as const;

export const exitGeneratorSettings = {
  EXIT_RATE: rate({ default: 10, doc: "Exits per second on average; arrivals are Poisson." }),
  EXIT_KNOWN_PLATE_THRESHOLD: count({
    default: 80,
    min: 0,
    max: 100,
    doc: "A number from 1 to 100 is drawn; above this, a plate that is parked drives out.",
  }),
  ...trafficSettings,
} as const;

/** "north, south" as a list; the default lot when nothing is left. */
export function lotsOf(list: string): readonly string[] {
  const lots = list
    .split(",")
    .map((lot) => lot.trim())
    .filter((lot) => lot !== "");
  return lots.length > 0 ? lots : [DEFAULT_LOT_ID];
}
