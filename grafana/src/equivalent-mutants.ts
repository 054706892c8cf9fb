const TWO_DIRECTIONS = "a read that is no exit is an entry, and with entries the rule is silent";
const NO_OTHER_RESULT =
  "what is not rejected was stored or known, and with those the rule is silent";
const PACE = "a pace that was another within the hour is in parking:pace_change:rate1h";
const NOTHING_TIMES = "nothing, divided by a number that is at least 1, is nothing as well";
const NO_OTHER_JOB = "divided by the lives of the jobs that count, and nobody else has any";

const ZERO = "where the difference is 0, `or vector(0)` gives the same";

/** Mutants that no test has to kill, and why. */
export const equivalentMutants: ReadonlyMap<string, string> = new Map([
  ['GateSilent: without event_type="exit" at 61', TWO_DIRECTIONS],
  ['GateSilent: without event_type="entry" at 275', TWO_DIRECTIONS],
  ['StaysNotCommitted: without result="rejected" at 43', NO_OTHER_RESULT],
  [
    'RollupsBehind: without period=~"month|year" at 128',
    "an hour or day that is behind for so long is behind for 300 s",
  ],
  ["parking:conservation_slack:events: 1h at 155 becomes a sixth", PACE],
  ["parking:conservation_slack:events: 1h at 155 becomes sixfold", PACE],
  ['parking:process_changes:ratio1h: without job=~"backend|.+-generator" at 90', NO_OTHER_JOB],
  ['parking:process_changes:ratio1h: without job=~"backend|.+-generator" at 206', NO_OTHER_JOB],
  ["parking:process_changes:ratio1h: * at 125 becomes /", NOTHING_TIMES],
  ["parking:process_changes:ratio1h: * at 251 becomes /", NOTHING_TIMES],
  ["parking:in_arrays:events30m: > at 125 becomes >=", ZERO],
  ["parking:in_arrays:events1d: > at 186 becomes >=", ZERO],
]);
