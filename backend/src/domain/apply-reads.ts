import type { StaySummary } from "@boomgate/contracts";
import {
  announce,
  makerOf,
  type NewRevision,
  NO_REVISIONS,
  type StayChange,
  summaryOf,
} from "./announce.js";
import { forget } from "./forget.js";
import { type Insertion, type Insertions, ReadInserter } from "./insert-read.js";
import type { HorizonRules } from "./lifetime.js";
import { type Fate, type Pairing, type PairingRules, pair } from "./pairing.js";
import type { Announcement, PlateHistory, PlateKey } from "./plate-history.js";
import { isSameRead, type Read } from "./read.js";
import { changedFates, type ReadFate, readFates } from "./read-fates.js";
import { countReads, type ReadCounts, zeroCounts } from "./read-counts.js";

/** What became of one read: its fate now, or why it was not inserted. */
export type ReadResult = Fate | Exclude<Insertion, "inserted">;

/** What is stored of a plate before reads are applied. */
export interface Before {
  readonly history: PlateHistory;
  /** Whether the sink may lack a stay that was announced: then nothing may be left out. */
  readonly isUnposted: boolean;
}

export interface AppliedReads {
  /** To be saved; the same object as before when nothing changed. */
  readonly history: PlateHistory;
  /** One for each read that was given, in their order. */
  readonly results: readonly ReadResult[];
  /** Reads that are new in the history. */
  readonly inserted: readonly Read[];
  /** The entry whose exit is awaited. */
  readonly open: Read | undefined;
  /** Whether a revision of a stay is announced that the sink does not know. */
  readonly isChanged: boolean;
  /** To be accepted by the sink before any of the reads is acked. */
  readonly announcements: readonly StaySummary[];
  /** Those of the announcements that were never announced before. */
  readonly revisions: readonly NewRevision[];
  /** How many reads of each fate there are more or fewer than before. */
  readonly moved: ReadCounts;
  /** Reads among the inserted ones whose id was used before. */
  readonly reusedIds: number;
  /**
   * Fates that differ from before, and those of new reads; all of them when a read is repeated, as its message comes
   * back when nobody may have got them.
   */
  readonly fates: () => readonly ReadFate[];
}

/**
 * Applies reads to the history of their plate: leaves out the reads to which nobody can add any more, inserts the new
 * ones, pairs, and compares the pairs with what was announced. A repeated read announces its own stay again, as an
 * operator may have sent it back. While the sink may lack a stay, a repeated read announces all of them: its message
 * comes back when an announcement may have been lost, and nobody knows which one.
 * @param at - the store's clock and floor
 */
export function applyReads(
  key: PlateKey,
  before: Before,
  reads: readonly Read[],
  rules: PairingRules & HorizonRules,
  at: Insertions,
): AppliedReads {
  const stored = before.history;
  const base = before.isUnposted ? stored : forget(stored, at.floorMs, rules);
  const inserter = new ReadInserter(stored.reads, base.reads, at, rules);
  const insertions = reads.map((read) => inserter.insert(read));
  // Without a new read nothing is saved, so nothing is left out, either.
  const isInserted = inserter.reads !== base.reads;
  const from = isInserted ? base : stored;
  const all = isInserted ? inserter.reads : stored.reads;
  const pairing = pair(all, rules);
  const { announced, changed, changes } = announce(all, pairing, from.announced, at.nowMs);
  // Without a new read only other rules can change a pair: a restart with another configuration. Where no
  // read is accepted, nobody would post what is new.
  const repeated = reads.filter((_, index) => insertions[index] === "repeated");
  const isAnnouncedAgain = (announcement: Announcement) =>
    before.isUnposted ||
    changed.includes(announcement) ||
    repeated.some((read) => isOf(read, announcement));
  const isChanged = changed.length > 0 && (isInserted || insertions.includes("repeated"));
  const summaries = !isChanged ? [] : changed.map((announcement) => summaryOf(key, announcement));
  const history = isInserted || isChanged ? { reads: all, announced } : stored;
  const pairingBefore = pair(from.reads, rules);
  let fates: readonly ReadFate[] | undefined;
  return {
    history,
    results: reads.map((read, index) =>
      insertions[index] === "inserted"
        ? (pairing.fates[all.indexOf(read)] as Fate)
        : (insertions[index] as Exclude<Insertion, "inserted">),
    ),
    inserted: reads.filter((_, index) => insertions[index] === "inserted"),
    open: pairing.open === undefined ? undefined : all[pairing.open],
    isChanged,
    announcements: insertions.includes("repeated")
      ? announced.filter(isAnnouncedAgain).map((announcement) => summaryOf(key, announcement))
      : summaries,
    revisions: isChanged
      ? changed.map((announcement, index) => ({
          change: changes[index] as StayChange,
          durationSeconds: durationOf(summaries[index] as StaySummary),
          by: makerOf(announcement, reads, insertions),
        }))
      : NO_REVISIONS,
    moved: movedBetween(history, pairing, from, pairingBefore),
    reusedIds: inserter.reusedIds,
    fates: () => {
      const after = fates ?? readFates(history.reads, pairing, history.announced);
      const earlier = () => readFates(from.reads, pairingBefore, from.announced);
      return (fates ??= repeated.length > 0 ? after : changedFates(after, earlier()));
    },
  };
}

const isOf = (read: Read, { exit, entry }: Announcement): boolean =>
  isSameRead(read, exit) || (entry !== undefined && isSameRead(read, entry));

const durationOf = (stay: StaySummary) =>
  stay.status === "closed" ? stay.durationSeconds : undefined;

function movedBetween(
  after: PlateHistory,
  pairing: Pairing,
  before: PlateHistory,
  pairingBefore: Pairing,
): ReadCounts {
  const moved = zeroCounts();
  countReads(after.reads, pairing, after.announced, 1, moved);
  countReads(before.reads, pairingBefore, before.announced, -1, moved);
  return moved;
}
