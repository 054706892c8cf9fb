import type { Insertion } from "./insert-read.js";
import type { Announcement } from "./plate-history.js";
import { isSameRead, type Read } from "./read.js";

/** What is new about a stay: it was closed for the first time, has another entry, or was made void. */
export type StayChange = "closed" | "corrected" | "voided";

/** A revision of a stay, made by one of the reads that were recorded together. */
export interface News {
  readonly change: StayChange;
  /** Absent when the stay was made void. */
  readonly durationSeconds?: number | undefined;
  /** Index of the read that made it; each revision is made by exactly one. */
  readonly by: number;
}

export const NO_NEWS: readonly News[] = [];

/**
 * Of reads recorded together, the one that brought the change about: the exit of the stay when it is among
 * them, else its entry, else the first that is new (of a void one it may be any).
 */
export function readBehind(
  { exit, entry }: Announcement,
  reads: readonly Read[],
  insertions: readonly Insertion[],
): number {
  if (reads.length === 1) return 0;
  const newOne = (wanted: Read | undefined) =>
    wanted === undefined
      ? -1
      : reads.findIndex(
          (read, index) => insertions[index] === "inserted" && isSameRead(read, wanted),
        );
  const byExit = newOne(exit);
  if (byExit >= 0) return byExit;
  const byEntry = newOne(entry);
  return byEntry >= 0 ? byEntry : Math.max(0, insertions.indexOf("inserted"));
}
