export type ReadKind = "entry" | "exit";

/** A camera read one plate at one gate: an event without what pairing does not need. */
export interface Read {
  readonly kind: ReadKind;
  /** Unique among the reads of its kind. */
  readonly id: string;
  /** Event time by the gate's clock, ms since 1970. */
  readonly atMs: number;
}

/** The order in which reads are folded: event time, entry before exit at one instant, then id. */
export function compareReads(a: Read, b: Read): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs;
  if (a.kind !== b.kind) return a.kind === "entry" ? -1 : 1;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
