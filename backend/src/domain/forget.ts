import type { StaySummary } from "@boomgate/contracts";
import { summaryOf } from "./announce.js";
import { type PairingRules, pair } from "./pairing.js";
import type { Announcement, PlateHistory, PlateKey } from "./plate-history.js";
import type { Read } from "./read.js";

export interface HistoryBounds {
  /** Reads a history keeps at most. */
  readonly maxReads: number;
  /** Reads older than the newest by more than this are forgotten. */
  readonly correctionWindowMs: number;
}

export interface Forgotten {
  readonly history: PlateHistory;
  /** Stays that are in the history no more: to be accepted by the sink before that is saved. */
  readonly farewells: readonly StaySummary[];
}

/**
 * Drops the oldest reads beyond the bounds, but those on which the fate of later reads still
 * depends: the fold over what is left gives the later reads the same fates. What sorts before a
 * forgotten read can then no longer be taken, as its effect could not be computed.
 * @param history - as it is stored: what nobody else can read yet must not be announced
 * @returns `undefined` when nothing has to go
 */
export function forget(
  key: PlateKey,
  history: PlateHistory,
  rules: PairingRules & HistoryBounds,
): Forgotten | undefined {
  const cut = cutOf(history, rules);
  if (cut === 0) return undefined;
  const old = history.reads.slice(0, cut);
  const live = pair(old, rules).live();
  const kept = live.map((index) => old[index] as Read);
  const reads = [...kept, ...history.reads.slice(cut)];
  if (reads.length === history.reads.length) return undefined;
  const exitIds = new Set(reads.filter(({ kind }) => kind === "exit").map(({ id }) => id));
  const isKept = ({ exitId }: Announcement) => exitIds.has(exitId);
  return {
    history: { reads, announced: history.announced.filter(isKept), forgottenUpTo: old.at(-1) },
    farewells: history.announced
      .filter((announcement) => !isKept(announcement))
      .map((announcement) => summaryOf(key, announcement, history.reads)),
  };
}

/** Reads to look at for forgetting. Half of a full history goes at once, as forgetting costs a POST. */
function cutOf({ reads }: PlateHistory, bounds: HistoryBounds): number {
  const newest = reads.at(-1);
  if (!newest) return 0;
  const oldestKeptMs = newest.atMs - bounds.correctionWindowMs;
  const tooOld = reads.findIndex(({ atMs }) => atMs >= oldestKeptMs);
  const tooMany =
    reads.length > bounds.maxReads ? reads.length - Math.ceil(bounds.maxReads / 2) : 0;
  return Math.max(tooOld, tooMany);
}
