import { documentKey } from "@boomgate/contracts";
import { type ReferenceRead, referencePairs } from "@boomgate/testing/oracle";
import { accountsOf, type Accounts, sumOfAccounts } from "./accounts.js";
import { type Evidence, RULES } from "./evidence.js";
import { entryNameOf, isNoEvent, namedRead, nameOf, stayOf } from "./named-read.js";
import type { TrafficEvent } from "./traffic.js";

export interface Verdict {
  /** What the broker confirmed, copies counted once; also what is no event. */
  readonly events: number;
  readonly expected: number;
  /** Stays that the sink would not take, whoever asked. */
  readonly refused: number;
  readonly found: number;
  /** Stays that the sink should hold and does not, or holds with another entry. */
  readonly lost: number;
  /** Entries that more than one closed stay uses. */
  readonly twice: number;
  readonly invented: number;
  /** Messages in the parking lot. */
  readonly parked: number;
  /** Messages by which the parking lot differs from what has to be in it. */
  readonly wronglyParked: number;
  /** Events that are neither in a plate history nor parked. */
  readonly unaccounted: number;
  /** Undefined where nobody remembers events. */
  readonly accounts: Accounts | undefined;
  /** By how much the sum of the accounts differs from the accepted events. */
  readonly unbalanced: number;
}

const NOTHING: ReadonlyMap<string, number> = new Map();

/** Compares the sink with what the rule makes of the events the broker confirmed. */
export function judge(evidence: Evidence): Verdict {
  const { confirmed, stays, parked, histories, refuses, mustBeParked = NOTHING } = evidence;
  const events = new Map(confirmed.map((event) => [namedRead(event).id, event]));
  const pairs = [...expectedPairs([...events.values()])];
  const expected = new Map(pairs.filter(([stayId]) => !refuses?.(stayId)));
  const closed = stays.filter(({ status }) => status === "closed");
  const found = new Map(closed.map((stay) => [stay.stay_id, entryNameOf(stay)]));
  const entriesUsed = closed.map(entryNameOf);
  const recorded = new Set(
    histories?.flatMap((history) => history.reads.map((read) => nameOf(read, history))),
  );
  const isAccounted = (name: string) => recorded.has(name) || parked.has(name);
  const accounts = accountsOf(evidence);
  const names = [...events.keys(), ...[...mustBeParked.keys()].filter(isNoEvent)];
  return {
    events: names.length,
    expected: expected.size,
    refused: pairs.length - expected.size,
    found: found.size,
    lost: [...expected].filter(([stayId, entry]) => found.get(stayId) !== entry).length,
    twice: entriesUsed.length - new Set(entriesUsed).size,
    invented: [...found.keys()].filter((stayId) => !expected.has(stayId)).length,
    parked: [...parked.values()].reduce((sum, count) => sum + count, 0),
    wronglyParked: [...new Set([...parked.keys(), ...mustBeParked.keys()])]
      .map((name) => (parked.get(name) ?? 0) - (mustBeParked.get(name) ?? 0))
      .reduce((sum, difference) => sum + Math.abs(difference), 0),
    unaccounted: histories ? names.filter((name) => !isAccounted(name)).length : 0,
    accounts,
    unbalanced: accounts ? sumOfAccounts(accounts) - names.length : 0,
  };
}

export const isSpotless = (verdict: Verdict): boolean =>
  verdict.expected > 0 &&
  verdict.found === verdict.expected &&
  verdict.lost + verdict.twice + verdict.invented + verdict.unaccounted === 0 &&
  verdict.unbalanced === 0 &&
  // Each refused stay is parked with one event of its own, or more when it was corrected.
  (verdict.refused === 0 ? verdict.wronglyParked === 0 : verdict.parked > 0);

/** What one run of one fault came to. */
export interface Outcome {
  readonly verdict: Verdict;
  /** How often the fault was felt: one that nobody felt proves nothing. */
  readonly feltTimes: number;
  /** What the fault itself saw go wrong. */
  readonly wrong?: readonly string[] | undefined;
  /** Highest resident memory of a backend; 0 when it was never read. */
  readonly peakMegabytes: number;
}

/** @returns what is wrong with it, as sentences for a person; none when all went well */
export function faultsOf(
  { verdict, feltTimes, wrong: seen = [], peakMegabytes }: Outcome,
  mostMegabytes: number,
): readonly string[] {
  const wrong: string[] = [...seen];
  if (!isSpotless(verdict)) wrong.push("the stays are not those of the events");
  if (verdict.unbalanced !== 0) wrong.push("the accounts do not add up");
  if (verdict.refused === 0 && verdict.wronglyParked > 0) {
    wrong.push(
      `the parking lot differs by ${verdict.wronglyParked} messages from what has to be in it`,
    );
  }
  if (feltTimes === 0) wrong.push("nobody felt the fault");
  if (verdict.accounts && peakMegabytes === 0) wrong.push("nobody read the memory");
  if (peakMegabytes > mostMegabytes) wrong.push(`a backend took more than ${mostMegabytes} MB`);
  return wrong;
}

/** By the id of the stay, the name of its entry. */
function expectedPairs(events: readonly TrafficEvent[]): ReadonlyMap<string, string> {
  const byDocument = new Map<string, ReferenceRead[]>();
  const stayIds = new Map<string, string>(); // by the name of the exit
  for (const event of events) {
    const read = namedRead(event);
    stayIds.set(read.id, stayOf({ id: event.id, atMs: read.atMs }, event));
    const key = documentKey(event.lotId, event.plate);
    byDocument.set(key, [...(byDocument.get(key) ?? []), read]);
  }
  const pairs = [...byDocument.values()].flatMap((reads) => [...referencePairs(reads, RULES)]);
  return new Map(pairs.map(([exit, entry]) => [stayIds.get(exit.id) ?? exit.id, entry.id]));
}
