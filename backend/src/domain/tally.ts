import type { Fate, Pairing } from "./pairing.js";
import type { Announcement } from "./plate-history.js";
import { isSameRead, type Read } from "./read.js";

/** Where a read is counted: its fate, except that an exit whose stay was made void counts there. */
export type Account = Fate | "voided";
export const ACCOUNTS: readonly Account[] = [
  "open",
  "closed",
  "abandoned",
  "reread",
  "unmatched",
  "voided",
];

/** Reads by account; as a difference, what one change of a history moved between accounts. */
export type Tally = Readonly<Record<Account, number>>;

export const emptyTally = (): Record<Account, number> => ({
  open: 0,
  closed: 0,
  abandoned: 0,
  reread: 0,
  unmatched: 0,
  voided: 0,
});

/** Adds each read to its account. @param sign - -1 takes them away */
export function count(
  reads: readonly Read[],
  pairing: Pairing,
  announced: readonly Announcement[],
  sign: 1 | -1,
  counts: Record<Account, number>,
): void {
  const voids = announced.filter(({ entry }) => entry === undefined);
  for (const [index, read] of reads.entries()) {
    const isVoid = voids.some(({ exit }) => isSameRead(exit, read));
    counts[isVoid ? "voided" : (pairing.fates[index] as Fate)] += sign;
  }
}

export function addTo(counts: Record<Account, number>, tally: Tally): void {
  for (const account of ACCOUNTS) counts[account] += tally[account];
}
