import { type PairingRules, pair } from "./pairing.js";
import type { PlateHistory } from "./plate-history.js";
import type { Read } from "./read.js";

export interface HistoryBounds {
  /** Reads a history keeps at most. */
  readonly maxReads: number;
  /** Reads older than the newest by more than this are forgotten. */
  readonly correctionWindowMs: number;
}

/**
 * Drops the oldest reads beyond the bounds, but those on which the fate of later reads still
 * depends: the fold over what is left gives the later reads the same fates. What sorts before a
 * forgotten read can then no longer be taken, as its effect could not be computed.
 * @returns the same object when nothing had to go
 */
export function forget(
  history: PlateHistory,
  rules: PairingRules,
  bounds: HistoryBounds,
): PlateHistory {
  const cut = cutOf(history, bounds);
  if (cut === 0) return history;
  const old = history.reads.slice(0, cut);
  const kept = pair(old, rules).live.map((index) => old[index] as Read);
  const reads = [...kept, ...history.reads.slice(cut)];
  if (reads.length === history.reads.length) return history;
  const exitIds = new Set(reads.filter(({ kind }) => kind === "exit").map(({ id }) => id));
  return {
    reads,
    announced: history.announced.filter(({ exitId }) => exitIds.has(exitId)),
    forgottenUpTo: old.at(-1),
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
