import { referenceFates } from "@boomgate/testing/oracle";
import { type Evidence, RULES } from "./evidence.js";
import { nameOf, stayOf } from "./named-read.js";

/** Events by what became of them; every accepted event is in one of them, so their sum is known. */
export interface Accounts {
  /** Two for each closed stay that the sink holds: its entry and its exit. */
  readonly closed: number;
  /** Exits whose stay the sink holds as void. */
  readonly voided: number;
  /** By the histories in Redis. */
  readonly open: number;
  readonly abandoned: number;
  readonly reread: number;
  readonly unmatched: number;
  /** Recorded, and the sink would not take their stay. */
  readonly refused: number;
  /** In the parking lot and in no history; also what is no event. */
  readonly parked: number;
}

/**
 * Puts each event into one account: stays as the sink counts them, the rest as the histories in Redis
 * are read by the words of the rule, and never one by what another side says.
 * @returns undefined where nobody remembers events
 */
export function accountsOf({ stays, histories, parked, refuses }: Evidence): Accounts | undefined {
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

export const sumOfAccounts = (accounts: Accounts): number =>
  Object.values(accounts).reduce((sum: number, count: number) => sum + count, 0);
