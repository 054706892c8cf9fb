import { comparedForm, isPlate } from "./plate.js";
import type { PlateFolding } from "./plate-folding.js";

/** Another plate that the camera took into account. */
export interface PlateCandidate {
  /** Normalised. */
  readonly plate: string;
  /** 0 to 1. */
  readonly confidence?: number | undefined;
}

export interface ReadCandidates {
  readonly candidates: readonly PlateCandidate[];
  /** Some entry of the list was no candidate, or there were more than are kept. */
  readonly isPartial: boolean;
}

/** Engines give three to ten. */
export const MAX_CANDIDATES = 10;

/**
 * Tolerant, as an engine's own list is passed on: texts, or objects with `plate` (or `vehicle_plate`) and
 * perhaps `confidence`.
 * @returns `undefined` when it is no list
 */
export function readCandidates(value: unknown, folding: PlateFolding): ReadCandidates | undefined {
  if (!Array.isArray(value)) return undefined;
  const first = value.slice(0, MAX_CANDIDATES);
  const read = first.map((each: unknown) => readCandidate(each, folding));
  const candidates = read.filter((each) => each !== undefined);
  return { candidates, isPartial: candidates.length < value.length };
}

function readCandidate(value: unknown, folding: PlateFolding): PlateCandidate | undefined {
  if (typeof value === "string") return candidateOf(value, undefined, folding);
  if (typeof value !== "object" || value === null) return undefined;
  const { plate, vehicle_plate, confidence } = value as Readonly<Record<string, unknown>>;
  return candidateOf(plate ?? vehicle_plate, readConfidence(confidence), folding);
}

function candidateOf(raw: unknown, confidence: number | undefined, folding: PlateFolding) {
  const plate = typeof raw === "string" ? comparedForm(raw, folding) : undefined;
  if (plate === undefined || !isPlate(plate)) return undefined;
  return confidence === undefined ? { plate } : { plate, confidence };
}

const NUMBER = /^(?:\d+(?:\.\d*)?|\.\d+)(?:[Ee][+-]?\d+)?$/;
const MAX_NUMBER_TEXT = 32;

/** @param value - 0.71 or "0.71"; percentages are not accepted, as "1" could mean 1 % or certain */
export function readConfidence(value: unknown): number | undefined {
  const share = typeof value === "string" ? numberOf(value.trim()) : value;
  return typeof share === "number" && share >= 0 && share <= 1 ? share : undefined;
}

const numberOf = (text: string) =>
  text.length <= MAX_NUMBER_TEXT && NUMBER.test(text) ? Number(text) : undefined;
