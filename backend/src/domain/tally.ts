import type { Fate, Pairing } from "./pairing.js";
import type { Announcement } from "./plate-history.js";
import type { Read } from "./read.js";

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

export function tally(
  reads: readonly Read[],
  pairing: Pairing,
  announced: readonly Announcement[],
): Tally {
  const counts = emptyTally();
  for (const [index, read] of reads.entries()) {
    const isVoid =
      read.kind === "exit" &&
      announced.some(({ exitId, entryId }) => exitId === read.id && entryId === undefined);
    counts[isVoid ? "voided" : (pairing.fates[index] as Fate)] += 1;
  }
  return counts;
}

export function difference(after: Tally, before: Tally): Tally {
  const counts = emptyTally();
  for (const account of ACCOUNTS) counts[account] = after[account] - before[account];
  return counts;
}
