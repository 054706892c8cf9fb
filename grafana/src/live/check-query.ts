import { legendLabels, partsOf } from "../query.js";
import type { PlainTarget } from "../plain-dashboard.js";
import type { Series } from "./ask-prometheus.js";
import type { Expected } from "./expectations.js";
import type { MetricTypes } from "./metric-types.js";
import { type Bounds, isWithin } from "./plausible.js";

interface QueryContext {
  readonly types: MetricTypes;
  readonly expected: Expected;
  /** Within which every value has to be; none: nobody said what is plausible. */
  readonly bounds: Bounds | undefined;
  /** Expressions of the recording rules, by name. */
  readonly recordings: ReadonlyMap<string, string>;
}

/** Everything that is wrong with a query and the series it drew; empty is good. */
export function* queryProblems(
  { expr, legendFormat }: PlainTarget,
  series: readonly Series[],
  { types, expected, bounds, recordings }: QueryContext,
): Generator<string> {
  const { names, counters, syntaxError } = partsOf(expr);
  if (syntaxError || names.length === 0) yield `does not parse: ${expr}`;
  for (const metric of new Set(names)) {
    if (types.typeOf(metric) === undefined) yield `uses ${metric}, which nobody exports`;
    else if (counters.includes(metric) && !types.isCounter(metric)) {
      yield `takes the rate of ${metric}, a ${types.typeOf(metric)}`;
    }
  }
  if (series.length === 0 && !expected.mayBeEmpty) yield "draws nothing";
  if (!bounds) yield "has a unit without plausible bounds";
  const labels = legendLabels(legendFormat);
  const mayBeNaN = dividesSomewhere(expr, recordings);
  for (const { metric, values } of series) {
    const problems = [
      ...labels
        .filter((label) => metric[label] === undefined)
        .map((label) => `no label ${label} for its legend`),
      ...valueProblems(values, bounds ?? [-Infinity, Infinity], mayBeNaN),
    ];
    for (const problem of problems) yield `${JSON.stringify(metric)}: ${problem}`;
  }
}

/**
 * Judges every value of the range. While nothing happens a quotient is 0 / 0 and a quantile has nothing to
 * look at: such a query may have gaps, but not be a gap altogether. Anything else is always a number.
 */
function* valueProblems(
  values: Series["values"],
  bounds: Bounds,
  mayBeNaN: boolean,
): Generator<string> {
  const numbers = values.map(([, text]) => toNumber(text));
  const drawn = numbers.filter((value) => !Number.isNaN(value));
  const share = (bad: readonly number[]) => `${bad.length} of ${numbers.length} values`;
  if (drawn.length === 0) yield "never a number";
  else if (drawn.length < numbers.length && !mayBeNaN) {
    yield `not a number, and it divides nothing: ${share(numbers.filter(Number.isNaN))}`;
  }
  const infinite = drawn.filter((value) => !Number.isFinite(value));
  if (infinite.length > 0) yield `infinite: ${share(infinite)}`;
  const implausible = drawn.filter((value) => Number.isFinite(value) && !isWithin(value, bounds));
  if (implausible.length > 0) {
    yield `not plausible, as ${implausible[0]} is not within ${bounds.join(" and ")}: ${share(implausible)}`;
  }
}

function dividesSomewhere(expr: string, recordings: ReadonlyMap<string, string>): boolean {
  const { names, mayDivideByZero } = partsOf(expr);
  return (
    mayDivideByZero ||
    names.some((name) => {
      const recorded = recordings.get(name);
      return recorded !== undefined && dividesSomewhere(recorded, recordings);
    })
  );
}

/** As Prometheus writes it. */
const toNumber = (text: string): number => Number(text.replace("Inf", "Infinity"));
