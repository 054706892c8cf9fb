import type { Fate, Pairing } from "./pairing.js";
import type { Announcement } from "./plate-history.js";
import type { Read } from "./read.js";
import { voidedIn } from "./read-fates.js";

/** As what a read is counted: its fate, except that an exit whose stay was made void counts as voided. */
export type CountedFate = Fate | "voided";
export const COUNTED_FATES: readonly CountedFate[] = [
  "open",
  "closed",
  "abandoned",
  "reread",
  "unmatched",
  "voided",
];

/** Reads by fate; as a difference, how many more or fewer there are after a change of a history. */
export type ReadCounts = Readonly<Record<CountedFate, number>>;

export const zeroCounts = (): Record<CountedFate, number> => ({
  open: 0,
  closed: 0,
  abandoned: 0,
  reread: 0,
  unmatched: 0,
  voided: 0,
});

/** Adds each read to the count of its fate. @param sign - -1 subtracts them */
export function countReads(
  reads: readonly Read[],
  pairing: Pairing,
  announced: readonly Announcement[],
  sign: 1 | -1,
  counts: Record<CountedFate, number>,
): void {
  const isVoided = voidedIn(announced);
  for (const [index, read] of reads.entries()) {
    counts[isVoided(read) ? "voided" : (pairing.fates[index] as Fate)] += sign;
  }
}

export function addCounts(counts: Record<CountedFate, number>, more: ReadCounts): void {
  for (const fate of COUNTED_FATES) counts[fate] += more[fate];
}
