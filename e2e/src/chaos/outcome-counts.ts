import { referenceFates } from "@boomgate/testing/oracle";
import { type FinalState, RULES } from "./final-state.js";
import { nameOf, stayOf } from "./named-read.js";

/** Events by what became of them. Each accepted event counts in exactly one of these, so their sum is known. */
export interface OutcomeCounts {
  /** Two for each closed stay that the sink holds: its entry and its exit. */
  readonly closed: number;
  /** Exits whose stay the sink holds as void. */
  readonly voided: number;
  /** These four by the histories in Redis. */
  readonly open: number;
  readonly abandoned: number;
  readonly reread: number;
  readonly unmatched: number;
  /** Recorded in a history, but the sink refused their stay. */
  readonly refused: number;
  /** In the parking lot and in no history, with messages that are no events. */
  readonly parked: number;
}

/**
 * Counts stays from the sink, and all other events by applying the reference rule to the histories in Redis.
 * @returns undefined where no histories are kept
 */
export function countOutcomes({
  stays,
  histories,
  parked,
  refuses,
}: FinalState): OutcomeCounts | undefined {
  if (histories === undefined) return undefined;
  const counts = { open: 0, abandoned: 0, reread: 0, unmatched: 0, refused: 0 };
  const recorded = new Set<string>();
  for (const history of histories) {
    const named = new Map(history.reads.map((read) => [nameOf(read, history), read]));
    const reads = Array.from(named, ([id, read]) => ({ ...read, id }));
    for (const [{ id: name, kind }, fate] of referenceFates(reads, RULES)) {
      recorded.add(name);
      const read = named.get(name);
      const stayId = read && kind === "exit" ? stayOf(read, history) : undefined;
      const isRefused = stayId !== undefined && refuses?.(stayId) === true;
      if (fate === "closed") counts.refused += isRefused ? 2 : 0;
      else if (stayId !== undefined && history.voided.includes(stayId))
        counts.refused += isRefused ? 1 : 0;
      else counts[fate] += 1;
    }
  }
  return {
    ...counts,
    closed: 2 * stays.filter(({ status }) => status === "closed").length,
    voided: stays.filter(({ status }) => status === "void").length,
    parked: [...parked.keys()].filter((name) => !recorded.has(name)).length,
  };
}

export const sumOfOutcomes = (outcomes: OutcomeCounts): number =>
  Object.values(outcomes).reduce((sum: number, count: number) => sum + count, 0);
