import { type PairingRules, pair } from "./pairing.js";
import type { Announcement, PlateHistory } from "./plate-history.js";
import { isSameRead, type Read } from "./read.js";

/**
 * Leaves out the reads to which nobody can add any more, except those on which the fates of later reads still
 * depend: pairing what is left gives the later reads the same fates.
 * @param history - whose stays are all in the sink
 * @param floorMs - of the store: no read at or before it will be accepted again
 * @returns the same object when there is nothing to leave out
 */
export function forget(history: PlateHistory, floorMs: number, rules: PairingRules): PlateHistory {
  const [oldest] = history.reads;
  if (oldest === undefined || oldest.atMs > floorMs) return history;
  const firstKept = history.reads.findIndex(({ atMs }) => atMs > floorMs);
  const old = firstKept === -1 ? history.reads : history.reads.slice(0, firstKept);
  const live = pair(old, rules)
    .live()
    .map((index) => old[index] as Read);
  if (live.length === old.length) return history;
  const reads = [...live, ...history.reads.slice(old.length)];
  const isKept = ({ exit }: Announcement) =>
    exit.atMs > floorMs || live.some((read) => isSameRead(read, exit));
  return { reads, announced: history.announced.filter(isKept) };
}
