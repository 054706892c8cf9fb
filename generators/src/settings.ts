import { DEFAULT_LOT_ID } from "@boomgate/contracts";
import { count, factor, flag, neverInFile, optional, rate, text } from "@boomgate/platform/config";

/** Of every program that publishes events. */
export const publishingSettings = {
  PACK_EVENTS: flag({
    default: true,
    doc: "Events that come faster than the broker confirms them share a message, up to 100; false: each has a message of its own.",
  }),
} as const;

/** Settings of both generators. */
export const trafficSettings = {
  SCENARIO: text({
    default: "seed",
    doc: "Traffic: seed (random plates at a rate), mall, event, rush, soak, or the path of a file.",
  }),
  TIME_SCALE: factor({ default: 1, doc: "Speed of a scenario: 60 is an hour in a minute." }),
  SCENARIO_START: optional(
    text({
      doc: 'Time in the scenario when it starts, RFC 3339 or "now"; by default the last time its week began.',
    }),
  ),
  NOISE: text({
    default: "none",
    doc: "Faults of the cameras of a scenario: none, realistic, or realistic with other rates: realistic,misread=0.",
  }),
  TRUTH_PATH: optional(
    text({
      doc: "NDJSON file to which the true visits of a scenario and their events are written, for the audit.",
    }),
  ),
  COUNT: optional(count({ doc: "The generator ends after this many events; without it, never." })),
  SEED: optional(
    count({ min: 0, max: 2 ** 31 - 1, doc: "The same seed gives the same plates, lots and gaps." }),
  ),
  LOTS: neverInFile(
    text({
      default: DEFAULT_LOT_ID,
      doc: "Lots that cars enter, separated by commas. Not from a file: LOTS_FILE is another setting.",
    }),
  ),
  PLATE_FORMAT: text({
    default: "[A-Z]{2}[0-9]{3}[A-Z]{2}",
    doc: "Pattern of the random plates: sets of characters, each with a count.",
  }),
} as const;

export const entryGeneratorSettings = {
  ENTRY_RATE: rate({ default: 10, doc: "Entries per second on average; arrivals are Poisson." }),
  ...trafficSettings,
  ...publishingSettings,
} as const;

export const exitGeneratorSettings = {
  EXIT_RATE: rate({ default: 10, doc: "Exits per second on average; arrivals are Poisson." }),
  EXIT_KNOWN_PLATE_THRESHOLD: count({
    default: 80,
    min: 0,
    max: 100,
    doc: "A number from 1 to 100 is drawn for each exit; above this, the exit is of a parked plate.",
  }),
  ...trafficSettings,
  ...publishingSettings,
} as const;

/** "north, south" as a list; the default lot when nothing is left. */
export function lotsOf(list: string): readonly string[] {
  const lots = list
    .split(",")
    .map((lot) => lot.trim())
    .filter((lot) => lot !== "");
  return lots.length > 0 ? lots : [DEFAULT_LOT_ID];
}
