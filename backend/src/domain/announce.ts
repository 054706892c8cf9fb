import { stayIdOf, type StaySummary } from "@boomgate/contracts";
import type { Insertion } from "./insert-read.js";
import type { Pairing } from "./pairing.js";
import type { Announcement, PlateKey } from "./plate-history.js";
import { compareReads, isSameRead, type Read } from "./read.js";

/** What a revision changes: the stay was closed for the first time, has another entry, or was made void. */
export type StayChange = "closed" | "corrected" | "voided";

/** A revision of a stay that was not announced before. */
export interface NewRevision {
  readonly change: StayChange;
  /** Absent when the stay was made void. */
  readonly durationSeconds?: number | undefined;
  /** Index of the read that made the revision, among those applied together; each revision is made by one read. */
  readonly by: number;
}

export const NO_REVISIONS: readonly NewRevision[] = [];

export interface Announced {
  /** One for each exit that ever closed a stay. */
  readonly announced: readonly Announcement[];
  /** Those of `announced` whose pair differs from the one announced before. */
  readonly changed: readonly Announcement[];
  /** What is new about each of `changed`, in their order. */
  readonly changes: readonly StayChange[];
}

/**
 * Compares the pairing with what was announced; each difference is a new revision, which is
 * `max(previous + 1, nowMs)`, so that it still grows after the store was lost.
 * @param nowMs - by the store's clock, so that a replica whose clock is wrong makes no revision of its own
 */
export function announce(
  reads: readonly Read[],
  pairing: Pairing,
  before: readonly Announcement[],
  nowMs: number,
): Announced {
  const announced: Announcement[] = [];
  const changed: Announcement[] = [];
  const changes: StayChange[] = [];
  let next = 0;
  for (const [index, exit] of reads.entries()) {
    if (exit.kind !== "exit") continue;
    // `before` and `reads` are in the same order.
    while (isBefore(before[next]?.exit, exit)) next += 1;
    const candidate = before[next];
    const previous = candidate && isSameRead(candidate.exit, exit) ? candidate : undefined;
    const entryIndex = pairing.entryOf[index];
    const entry = entryIndex === undefined ? undefined : reads[entryIndex];
    if (!previous && entry === undefined) continue;
    if (previous && isSameEntry(previous.entry, entry)) {
      announced.push({ exit, revision: previous.revision, entry });
      continue;
    }
    const announcement = { exit, revision: Math.max((previous?.revision ?? 0) + 1, nowMs), entry };
    announced.push(announcement);
    changed.push(announcement);
    changes.push(changeOf(previous, entry));
  }
  return { announced, changed, changes };
}

const isBefore = (one: Read | undefined, other: Read): boolean =>
  one !== undefined && compareReads(one, other) < 0;

function isSameEntry(a: Read | undefined, b: Read | undefined): boolean {
  return a === undefined || b === undefined ? a === b : isSameRead(a, b);
}

function changeOf(previous: Announcement | undefined, entry: Read | undefined): StayChange {
  if (entry === undefined) return "voided";
  return previous ? "corrected" : "closed";
}

/**
 * Which of the reads applied together made the revision: the exit of the stay when it is among them, else its
 * entry, else the first that is new (any of them may have made a stay void).
 */
export function makerOf(
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

/** @param exit - a read of an exit camera */
export const stayIdOfRead = ({ lotId }: Pick<PlateKey, "lotId">, exit: Read): string =>
  stayIdOf({ lotId, exitEventId: exit.id, exitedAt: new Date(exit.atMs) });

/** The stay of an announcement. */
export function summaryOf(
  { lotId, plate }: PlateKey,
  { exit, revision, entry }: Announcement,
): StaySummary {
  const exitedAt = new Date(exit.atMs);
  const stayId = stayIdOf({ lotId, exitEventId: exit.id, exitedAt });
  const exitPlate = exit.plate;
  const exitEventId = exit.id;
  // Written out: a spread of the fields that both kinds share takes longer than the rest of this function.
  if (entry === undefined) {
    return { stayId, revision, status: "void", lotId, plate, exitPlate, exitEventId, exitedAt };
  }
  return {
    stayId,
    revision,
    status: "closed",
    lotId,
    plate,
    exitPlate,
    entryEventId: entry.id,
    exitEventId,
    enteredAt: new Date(entry.atMs),
    exitedAt,
    durationSeconds: Math.max(0, exit.atMs - entry.atMs) / 1_000,
  };
}
