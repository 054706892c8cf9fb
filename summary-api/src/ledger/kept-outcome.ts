import type { ReadOutcome } from "@boomgate/contracts";
import type { KeptPlate } from "../plates/kept-plate.js";

/** The form in which an outcome is stored. */
export type KeptOutcome = (outcome: ReadOutcome) => ReadOutcome;

/** With a key, the plate is hashed, and nothing is kept that would show it: no spelling, and no candidates. */
export const createKeptOutcome =
  (hashed: KeptPlate | undefined): KeptOutcome =>
  (outcome) => {
    if (hashed === undefined) return outcome;
    const plate = outcome.plate === "" ? "" : hashed(outcome.plate);
    return { ...outcome, plate, plateRead: undefined, candidates: undefined };
  };
