import type { StaySummary } from "@boomgate/contracts";
import { announce, summaryOf } from "./announce.js";
import { forget } from "./forget.js";
import { type Insertion, type Insertions, ReadInserter } from "./insert-read.js";
import type { HorizonRules } from "./lifetime.js";
import { type News, NO_NEWS, readBehind, type StayChange } from "./news.js";
import { type Fate, type Pairing, type PairingRules, pair } from "./pairing.js";
import type { Announcement, PlateHistory, PlateKey } from "./plate-history.js";
import { isSameRead, type Read } from "./read.js";
import { count, emptyTally, type Tally } from "./tally.js";

/** What recording did with one read: its fate now, or why it was not inserted. */
export type ReadResult = Fate | Exclude<Insertion, "inserted">;

/** What is stored of a plate before reads are recorded. */
export interface Before {
  readonly history: PlateHistory;
  /** Whether the sink may lack a stay that was announced: then nothing may be left out. */
  readonly isUnposted: boolean;
}

export interface Recorded {
  /** To be saved; the same object as before when nothing changed. */
  readonly history: PlateHistory;
  /** One for each read that was given, in their order. */
  readonly results: readonly ReadResult[];
  /** Reads that are new in the history. */
  readonly inserted: readonly Read[];
  /** The entry whose exit is awaited. */
  readonly open: Read | undefined;
  /** Whether a stay is announced that the sink does not know. */
  readonly isChanged: boolean;
  /** To be accepted by the sink before any of the reads is acked. */
  readonly announcements: readonly StaySummary[];
  /** What of them was never announced before. */
  readonly news: readonly News[];
  /** What the change moves between accounts. */
  readonly moved: Tally;
  /** Reads among the inserted ones whose id was used before. */
  readonly reusedIds: number;
}

/**
 * Applies reads to the history of their plate: leave out what nobody can add to, insert, fold, compare with
 * what was announced. A repeated read announces its own stay again, as an operator may have sent it back; and
 * all stays while the sink may lack one: the message comes back when its announcement may have been lost, and
 * nobody knows which one it was.
 * @param at - the store's clock and floor
 */
export function record(
  key: PlateKey,
  before: Before,
  reads: readonly Read[],
  rules: PairingRules & HorizonRules,
  at: Insertions,
): Recorded {
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
    news: isChanged
      ? changed.map((announcement, index) => ({
          change: changes[index] as StayChange,
          durationSeconds: durationOf(summaries[index] as StaySummary),
          by: readBehind(announcement, reads, insertions),
        }))
      : NO_NEWS,
    moved: movedBetween(history, pairing, from, pair(from.reads, rules)),
    reusedIds: inserter.reusedIds,
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
): Tally {
  const moved = emptyTally();
  count(after.reads, pairing, after.announced, 1, moved);
  count(before.reads, pairingBefore, before.announced, -1, moved);
  return moved;
}
