import type { StaySummary } from "@boomgate/contracts";
import { announce, summaryOf } from "./announce.js";
import { forget, type HistoryBounds } from "./forget.js";
import { ReadInserter } from "./insert-read.js";
import { type Fate, type PairingRules, pair } from "./pairing.js";
import type { PlateHistory, PlateKey } from "./plate-history.js";
import type { Read } from "./read.js";
import { difference, type Tally, tally } from "./tally.js";

export type RecordRules = PairingRules & HistoryBounds;

/** What recording did with one read: its fate now, or why it was not inserted. */
export type ReadResult = Fate | "repeated" | "id_conflict" | "too_late";

export interface Recorded {
  /** To be saved; the same object as before when nothing changed. */
  readonly history: PlateHistory;
  /** One for each read that was given, in their order. */
  readonly results: readonly ReadResult[];
  /** To be accepted by the sink before any of the reads is acked. */
  readonly announcements: readonly StaySummary[];
  /** To be accepted by the sink before the history is saved, as nobody can announce them again. */
  readonly farewells: readonly StaySummary[];
  /** What the change moves between accounts. */
  readonly moved: Tally;
}

/**
 * Applies reads to the history of their plate: insert, fold, compare with what was announced. A
 * repeated read announces all stays again: a message comes back when its announcement may have been
 * lost, and nobody knows which one it was.
 */
export function record(
  key: PlateKey,
  before: PlateHistory,
  reads: readonly Read[],
  rules: RecordRules,
  nowMs: number,
): Recorded {
  const inserter = new ReadInserter(before);
  const insertions = reads.map((read) => inserter.insert(read));
  const pairing = pair(inserter.reads, rules);
  const { announced, changed } = announce(inserter.reads, pairing, before.announced, nowMs);
  const full: PlateHistory = { ...before, reads: inserter.reads, announced };
  // Without a new read only other rules can change a pair: a restart with another configuration.
  const isChanged = inserter.reads !== before.reads || changed.size > 0;
  const history = isChanged ? forget(full, rules, rules) : before;
  const toSummary = (announcement: (typeof announced)[number]) =>
    summaryOf(key, announcement, full.reads);
  const isRepeat = insertions.includes("repeated");
  return {
    history,
    results: reads.map((read, index) =>
      insertions[index] === "inserted"
        ? (pairing.fates[full.reads.indexOf(read)] as Fate)
        : (insertions[index] as Exclude<(typeof insertions)[number], "inserted">),
    ),
    announcements: announced.filter(({ exitId }) => isRepeat || changed.has(exitId)).map(toSummary),
    farewells: announced
      .filter((announcement) => !history.announced.includes(announcement))
      .map(toSummary),
    moved: difference(
      tally(full.reads, pairing, announced),
      tally(before.reads, pair(before.reads, rules), before.announced),
    ),
  };
}
