import { documentKey } from "@boomgate/contracts";
import { type ReferenceRead, referencePairs } from "@boomgate/testing/oracle";
import { countOutcomes, type OutcomeCounts, sumOfOutcomes } from "./outcome-counts.js";
import { type FinalState, RULES } from "./final-state.js";
import { entryNameOf, isNoEvent, namedRead, nameOf, stayOf } from "./named-read.js";
import type { TrafficEvent } from "./traffic.js";

export interface Verdict {
  /** Messages that the broker confirmed, copies counted once, with those that are no events. */
  readonly events: number;
  readonly expected: number;
  /** Stays that the sink refused during the whole run. */
  readonly refused: number;
  readonly found: number;
  /** Stays that the sink should hold but does not, or holds with another entry. */
  readonly lost: number;
  /** Closed stays whose entry belongs to another closed stay, too. */
  readonly twice: number;
  readonly invented: number;
  /** Messages in the parking lot. */
  readonly parked: number;
  /** By how many messages the parking lot differs from what has to be in it. */
  readonly wronglyParked: number;
  /** Events that are neither in a history nor parked. */
  readonly unaccounted: number;
  /** Undefined where no histories are kept. */
  readonly outcomes: OutcomeCounts | undefined;
  /** The sum of the outcomes minus the accepted events. */
  readonly sumDifference: number;
}

const NOTHING: ReadonlyMap<string, number> = new Map();

/** Compares the sink with the stays that the rule makes of the confirmed events. */
export function verdictOf(finalState: FinalState): Verdict {
  const { confirmed, stays, parked, histories, refuses, mustBeParked = NOTHING } = finalState;
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
  const outcomes = countOutcomes(finalState);
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
    outcomes,
    sumDifference: outcomes ? sumOfOutcomes(outcomes) - names.length : 0,
  };
}

export const isRight = (verdict: Verdict): boolean =>
  verdict.expected > 0 &&
  verdict.found === verdict.expected &&
  verdict.lost + verdict.twice + verdict.invented + verdict.unaccounted === 0 &&
  verdict.sumDifference === 0 &&
  // Each refused stay leaves at least one parked event, and one more with each correction.
  (verdict.refused === 0 ? verdict.wronglyParked === 0 : verdict.parked > 0);

/** The result of a run with one fault. */
export interface Outcome {
  readonly verdict: Verdict;
  /** How often the services noticed the fault. */
  readonly effectTimes: number;
  /** Errors that the fault itself saw. */
  readonly problems?: readonly string[] | undefined;
  /** Highest resident memory of a backend; 0 when it could not be read. */
  readonly peakMegabytes: number;
}

/** @returns why the run failed, as sentences for a person; none when it passed */
export function problemsOf(
  { verdict, effectTimes, problems: ofFault = [], peakMegabytes }: Outcome,
  maxMegabytes: number,
): readonly string[] {
  const problems: string[] = [...ofFault];
  if (!isRight(verdict)) problems.push("the stays are not those of the events");
  if (verdict.sumDifference !== 0)
    problems.push("the counts of outcomes do not add up to the accepted events");
  if (verdict.refused === 0 && verdict.wronglyParked > 0) {
    problems.push(
      `the parking lot differs by ${verdict.wronglyParked} messages from what has to be in it`,
    );
  }
  if (effectTimes === 0) problems.push("the fault had no effect on the services");
  if (verdict.outcomes && peakMegabytes === 0)
    problems.push("the memory of the backends could not be read");
  if (peakMegabytes > maxMegabytes) problems.push(`a backend took more than ${maxMegabytes} MB`);
  return problems;
}

/** The name of the entry of each stay, by the id of the stay. */
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
