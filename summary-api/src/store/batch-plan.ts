import type { StaySummary } from "@boomgate/contracts";
import type { SaveOutcome } from "./summary-store.js";

/** A revision that another of the same batch replaces before anybody could read it. */
interface Overtaken {
  readonly index: number;
  readonly stay: StaySummary;
}

/** One batch, with one revision per stay left to write. */
export interface BatchPlan {
  /** The highest revision of each stay, no two with the same id. */
  readonly winners: readonly StaySummary[];
  /** Rising revisions below a winner: in force for a moment, if they beat what is stored. */
  readonly overtaken: readonly StaySummary[];
  /** @param written - what became of each winner, and the revision it replaced */
  outcomes(written: ReadonlyMap<string, Written>): readonly SaveOutcome[];
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

/** Reduces a batch so that one statement can write it, without losing what a sequence would do. */
export function planBatch(stays: readonly StaySummary[]): BatchPlan {
  const highest = new Map<string, Overtaken>();
  const overtaken: Overtaken[] = [];
  for (const [index, stay] of stays.entries()) {
    const before = highest.get(stay.stayId);
    if (before && stay.revision <= before.stay.revision) continue;
    if (before) overtaken.push(before);
    highest.set(stay.stayId, { index, stay });
  }
  return {
    winners: Array.from(highest.values(), ({ stay }) => stay),
    overtaken: overtaken.map(({ stay }) => stay),
    outcomes(written) {
      const outcomes = stays.map((): SaveOutcome => "known");
      const started = new Set<string>(); // by a revision that was overtaken
      for (const { index, stay } of [...overtaken, ...highest.values()]) {
        const write = written.get(stay.stayId);
        if (!write || !isInForce(stay, write)) continue;
        const isFirst = write.previousRevision === undefined && !started.has(stay.stayId);
        outcomes[index] = isFirst ? "new" : "revised";
        if (overtaken.length > 0) started.add(stay.stayId);
      }
      return outcomes;
    },
  };
}

/** Whether the revision beats what was stored before the batch. */
export const isInForce = (
  stay: StaySummary,
  { previousRevision }: Pick<Written, "previousRevision">,
): boolean => previousRevision === undefined || stay.revision > previousRevision;
