import type { StaySummary } from "@boomgate/contracts";
import type { SaveOutcome } from "./summary-store.js";

/** A revision and its index in the batch. */
interface Placed {
  readonly index: number;
  readonly stay: StaySummary;
}

/** A batch, reduced to one revision to write per stay. */
export interface BatchPlan {
  /** The highest revision of each stay, no two with the same id. */
  readonly winners: readonly StaySummary[];
  /** Lower revisions that came before a winner, ascending; those above the stored one count as replaced by it. */
  readonly overtaken: readonly StaySummary[];
  outcomes(result: BatchResult): readonly SaveOutcome[];
  /**
   * Indexes of revisions that were not written, as their exit plate is not that of the first revision of their stay in
   * the batch, although it is that of the stored stay: they have to be saved in a second step.
   */
  passedBy(result: BatchResult): readonly number[];
}

/** The lot and the time in which a stay counts in the rollups. */
export interface StayPlace {
  readonly lotId: string;
  readonly enteredAt: Date | undefined;
  readonly exitedAt: Date;
}

/** A winner that was written; both fields are `undefined` for a new stay. */
export interface Written {
  readonly previousRevision: number | undefined;
  readonly previousPlace: StayPlace | undefined;
}

/** The results for the winners; each of them is in one of the two maps. */
export interface BatchResult {
  /** By stay id. */
  readonly written: ReadonlyMap<string, Written>;
  /** The stored exit plate of each stay that was not written, by id; `null`: the stay was erased. */
  readonly kept: ReadonlyMap<string, string | null>;
}

/** Reduces a batch so that one statement can write it, with the result of saving its stays one after the other. */
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
        return plate === exitPlate ? "known" : "rejected";
      });
      const started = new Set<string>(); // by a lower revision of the batch
      for (const { index, stay } of [...overtaken, ...highest.values()]) {
        const write = written.get(stay.stayId);
        if (!write || !isInForce(stay, write)) continue;
        const isFirst = write.previousRevision === undefined && !started.has(stay.stayId);
        outcomes[index] = isFirst ? "new" : "revised";
        if (overtaken.length > 0) started.add(stay.stayId);
      }
      for (const { index, stay } of aside) {
        if (written.has(stay.stayId)) outcomes[index] = "rejected";
      }
      return outcomes;
    },
    passedBy: ({ kept }) =>
      aside
        .filter(({ stay }) => kept.get(stay.stayId) === stay.exitPlate)
        .map(({ index }) => index),
  };
}

/** Whether the revision is higher than the one stored before the batch. */
export const isInForce = (
  stay: StaySummary,
  { previousRevision }: Pick<Written, "previousRevision">,
): boolean => previousRevision === undefined || stay.revision > previousRevision;
