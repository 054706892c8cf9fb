import { referencePairs } from "@boomgate/testing/oracle";
import { countOutcomes, type OutcomeCounts, sumOfOutcomes } from "./outcome-counts.js";
import { type FinalState, RULES } from "./final-state.js";
import { type LedgerVerdict, ledgerVerdictOf } from "./ledger-verdict.js";
import { entryNameOf, isNoEvent, namedRead, nameOf } from "./named-read.js";
import { readsByPlate } from "./plates.js";
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
  /** Undefined where no outcomes are published. */
  readonly ledger: LedgerVerdict | undefined;
}

const NOTHING: ReadonlyMap<string, number> = new Map();

/** Compares the sink, and the ledger beside it, with what the rule makes of the confirmed events. */
export function verdictOf(finalState: FinalState): Verdict {
  const {
    confirmed,
    stays,
    parked,
    histories,
    refuses,
    ledger,
    mustBeParked = NOTHING,
  } = finalState;
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
    ledger: ledger && ledgerVerdictOf(finalState, ledger, [...events.values()]),
  };
}

export const isRight = (verdict: Verdict): boolean =>
  verdict.expected > 0 &&
  verdict.found === verdict.expected &&
  verdict.lost + verdict.twice + verdict.invented + verdict.unaccounted === 0 &&
  verdict.sumDifference === 0 &&
  (verdict.ledger?.differences ?? []).length === 0 &&
  // Each refused stay leaves at least one parked event, and one more with each correction.
  (verdict.refused === 0 ? verdict.wronglyParked === 0 : verdict.parked > 0);

const DIFFERENCES_NAMED = 20;

/** The result of a run with one fault. */
export interface Outcome {
  readonly verdict: Verdict;
  /** How often the services noticed the fault. */
  readonly effectTimes: number;
  /** Errors that the fault itself saw. */
  readonly problems?: readonly string[] | undefined;
  /** Highest resident memory of a backend or gateway; 0 when it could not be read. */
  readonly peakMegabytes: number;
}

/** @returns why the run failed, as sentences for a person; none when it passed */
export function problemsOf(
  { verdict, effectTimes, problems: ofFault = [], peakMegabytes }: Outcome,
  maxMegabytes: number,
): readonly string[] {
  const problems: string[] = [...ofFault];
  if (!isRight({ ...verdict, ledger: undefined }))
    problems.push("the stays are not those of the events");
  const differences = verdict.ledger?.differences ?? [];
  if (differences.length > 0)
    problems.push(`the ledger differs from the events in ${differences.length} places`);
  problems.push(...differences.slice(0, DIFFERENCES_NAMED));
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
  if (peakMegabytes > maxMegabytes) problems.push(`a process took more than ${maxMegabytes} MB`);
  return problems;
}

/** The name of the entry of each stay, by the id of the stay. */
const expectedPairs = (events: readonly TrafficEvent[]): ReadonlyMap<string, string> =>
  new Map(
    readsByPlate(events).flatMap(({ reads, stayIdOf }) =>
      [...referencePairs(reads, RULES)].map(([exit, entry]) => [stayIdOf(exit), entry.id] as const),
    ),
  );
