import type { StaySummary } from "@boomgate/contracts";
import { announce, summaryOf } from "./announce.js";
import { ReadInserter } from "./insert-read.js";
import { type News, NO_NEWS, readBehind, type StayChange } from "./news.js";
import { type Fate, type Pairing, type PairingRules, pair } from "./pairing.js";
import type { PlateHistory, PlateKey } from "./plate-history.js";
import type { Read } from "./read.js";
import { count, emptyTally, type Tally } from "./tally.js";

/** What recording did with one read: its fate now, or why it was not inserted. */
export type ReadResult = Fate | "repeated" | "id_conflict" | "too_late";

export interface Recorded {
  /** To be saved; the same object as before when nothing changed. */
  readonly history: PlateHistory;
  /** One for each read that was given, in their order. */
  readonly results: readonly ReadResult[];
  /** To be accepted by the sink before any of the reads is acked. */
  readonly announcements: readonly StaySummary[];
  /** What of them was never announced before. */
  readonly news: readonly News[];
  /** What the change moves between accounts. */
  readonly moved: Tally;
}

/**
 * Applies reads to the history of their plate: insert, fold, compare with what was announced. A
 * repeated read announces all stays again: a message comes back when its announcement may have been
 * lost, and nobody knows which one it was. So does one that comes too late, as it may be a repeat of
 * what was forgotten.
 */
export function record(
  key: PlateKey,
  before: PlateHistory,
  reads: readonly Read[],
  rules: PairingRules,
  nowMs: number,
): Recorded {
  const inserter = new ReadInserter(before);
  const insertions = reads.map((read) => inserter.insert(read));
  const pairing = pair(inserter.reads, rules);
  const { announced, changed, changes } = announce(
    inserter.reads,
    pairing,
    before.announced,
    nowMs,
  );
  // Written out, here as in `summaryOf`: a spread of a handful of fields takes longer than all the rest.
  const { forgottenUpTo } = before;
  const full: PlateHistory = { reads: inserter.reads, announced, forgottenUpTo };
  // Without a new read only other rules can change a pair: a restart with another configuration.
  const isChanged = inserter.reads !== before.reads || changed.length > 0;
  const isRepeat = insertions.includes("repeated") || insertions.includes("too_late");
  const summaries = changed.map((announcement) => summaryOf(key, announcement, full.reads));
  return {
    history: isChanged ? full : before,
    results: reads.map((read, index) =>
      insertions[index] === "inserted"
        ? (pairing.fates[full.reads.indexOf(read)] as Fate)
        : (insertions[index] as Exclude<(typeof insertions)[number], "inserted">),
    ),
    announcements: isRepeat
      ? announced.map((announcement) => summaryOf(key, announcement, full.reads))
      : summaries,
    news:
      changed.length === 0
        ? NO_NEWS
        : changed.map((announcement, index) => ({
            change: changes[index] as StayChange,
            durationSeconds: durationOf(summaries[index] as StaySummary),
            by: readBehind(announcement, reads, insertions),
          })),
    moved: movedBetween(full, pairing, before, pair(before.reads, rules)),
  };
}

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
