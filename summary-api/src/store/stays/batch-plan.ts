import type { StaySummary } from "@boomgate/contracts";
import type { SaveOutcome } from "./summary-store.js";

/** A revision and its place in the batch. */
interface Placed {
  readonly index: number;
  readonly stay: StaySummary;
}

/** One batch, with one revision per stay left to write. */
export interface BatchPlan {
  /** The highest revision of each stay, no two with the same id. */
  readonly winners: readonly StaySummary[];
  /** Rising revisions below a winner: in force for a moment, if they beat what is stored. */
  readonly overtaken: readonly StaySummary[];
  outcomes(result: BatchResult): readonly SaveOutcome[];
  /**
   * Places of those that were left aside as their exit plate is not that of the first revision of their stay in
   * the batch, and turn out to have the one that is kept: they are still to be saved.
   */
  passedBy(result: BatchResult): readonly number[];
}

/** Where a stay counts in the rollups. */
export interface StayPlace {
  readonly lotId: string;
  readonly enteredAt: Date | undefined;
  readonly exitedAt: Date;
}

/** A winner that was written; both are `undefined` for a stay never seen before. */
export interface Written {
  readonly previousRevision: number | undefined;
  readonly previousPlace: StayPlace | undefined;
}

/** What became of the winners; each of them is in one of the two. */
export interface BatchResult {
  /** By stay id. */
  readonly written: ReadonlyMap<string, Written>;
  /** By id of a stay that was not written, its exit plate in the database; `null`: it was erased. */
  readonly kept: ReadonlyMap<string, string | null>;
}

/** Reduces a batch so that one statement can write it, without losing what a sequence would do. */
export function planBatch(stays: readonly StaySummary[]): BatchPlan {
  const highest = new Map<string, Placed>();
  const overtaken: Placed[] = [];
  const aside: Placed[] = [];
  for (const [index, stay] of stays.entries()) {
    const before = highest.get(stay.stayId);
    if (before && stay.exitPlate !== before.stay.exitPlate) {
      aside.push({ index, stay });
      continue;
    }
    if (before && stay.revision <= before.stay.revision) continue;
    if (before) overtaken.push(before);
    highest.set(stay.stayId, { index, stay });
  }
  return {
    winners: Array.from(highest.values(), ({ stay }) => stay),
    overtaken: overtaken.map(({ stay }) => stay),
    outcomes({ written, kept }) {
      const outcomes = stays.map(({ stayId, exitPlate }): SaveOutcome => {
        const plate = kept.get(stayId) ?? exitPlate;
        return plate === exitPlate ? "known" : "refused";
      });
      const started = new Set<string>(); // by a revision that was overtaken
      for (const { index, stay } of [...overtaken, ...highest.values()]) {
        const write = written.get(stay.stayId);
        if (!write || !isInForce(stay, write)) continue;
        const isFirst = write.previousRevision === undefined && !started.has(stay.stayId);
        outcomes[index] = isFirst ? "new" : "revised";
        if (overtaken.length > 0) started.add(stay.stayId);
      }
      for (const { index, stay } of aside) {
        if (written.has(stay.stayId)) outcomes[index] = "refused";
      }
      return outcomes;
    },
    passedBy: ({ kept }) =>
      aside
        .filter(({ stay }) => kept.get(stay.stayId) === stay.exitPlate)
        .map(({ index }) => index),
  };
}

/** Whether the revision beats what was stored before the batch. */
export const isInForce = (
  stay: StaySummary,
  { previousRevision }: Pick<Written, "previousRevision">,
): boolean => previousRevision === undefined || stay.revision > previousRevision;
