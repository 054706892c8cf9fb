import { DEFAULT_LOTS, type Lots } from "./lots.js";
import { DEFAULT_NO_PLATE, type NoPlateWords } from "./no-plate.js";
import { comparedForm, isPlate } from "./plate.js";

/** What the operator set about reading events. */
export interface EventReading {
  readonly lots: Lots;
  readonly noPlate: NoPlateWords;
}

export const DEFAULT_READING: EventReading = { lots: DEFAULT_LOTS, noPlate: DEFAULT_NO_PLATE };

/** The field of the plate says that the camera read no plate. */
export const NO_PLATE = Symbol("no plate");

/** @returns the compared plate, `NO_PLATE`, or `undefined` when it is neither */
export function readPlate(
  raw: unknown,
  lotId: string,
  { lots, noPlate }: EventReading,
): string | typeof NO_PLATE | undefined {
  if (raw === null) return NO_PLATE;
  if (typeof raw !== "string") return undefined;
  const folding = lots.foldingOf(lotId);
  const compared = comparedForm(raw, folding);
  if (compared === undefined) return undefined;
  if (noPlate.has(compared, folding)) return NO_PLATE;
  return isPlate(compared) ? compared : undefined;
}

const MAX_READ_TEXT = 64;
/** Printable text: no character that a terminal, a database or a page would interpret. */
const SHOWABLE = /^\P{C}+$/u;

/** @returns the plate as it was read, where that differs from its compared form and can be stored and shown */
export function spellingOf(raw: unknown, compared: string): string | undefined {
  if (raw === compared || typeof raw !== "string") return undefined;
  const read = raw.trim();
  return read !== compared && read.length <= MAX_READ_TEXT && SHOWABLE.test(read)
    ? read
    : undefined;
}
