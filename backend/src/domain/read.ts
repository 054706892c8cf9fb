export type ReadKind = "entry" | "exit";

/**
 * A camera read one plate at one gate: an event without what pairing does not need. Two reads that are equal
 * in all fields are the same one; the same id at another instant is another read.
 */
export interface Read {
  readonly kind: ReadKind;
  /** As its camera gave it; each camera counts for itself, so two cameras may give the same id. */
  readonly id: string;
  /** Event time by the gate's clock, ms since 1970. */
  readonly atMs: number;
  /** As it is compared: "AB123CD". */
  readonly plate: string;
}

export const isSameRead = (a: Read, b: Read): boolean =>
  a.atMs === b.atMs && a.id === b.id && a.kind === b.kind && a.plate === b.plate;

/** The order in which reads are paired: event time, entry before exit at one instant, then id, then plate. */
export function compareReads(a: Read, b: Read): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs;
  if (a.kind !== b.kind) return a.kind === "entry" ? -1 : 1;
  return compareTexts(a.id, b.id) || compareTexts(a.plate, b.plate);
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
