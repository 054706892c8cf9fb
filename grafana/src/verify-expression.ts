import { legendLabels, partsOf } from "./query.js";
import type { PlainTarget } from "./plain-dashboard.js";

/** Grafana puts a duration in their place before Prometheus sees the query. */
const DURATIONS = /\$__(rate_interval|range|interval)\b/g;

/** @param fixedWindow - the range that is the point of the panel: "5m" */
export function* expressionProblems(
  { refId, expr, legendFormat }: PlainTarget,
  fixedWindow: string | undefined,
): Generator<string> {
  const { names, counters, syntaxError } = partsOf(expr.replaceAll(DURATIONS, "4m"));
  if (syntaxError || names.length === 0) {
    yield `${refId} does not parse: ${expr}`;
    return;
  }
  // One that ends in the past is what the present is compared with.
  for (const [, window = ""] of expr.matchAll(/\[(\d\w*)(?!\w*\] offset)/g)) {
    if (window !== fixedWindow) {
      yield `${refId} has the fixed window ${window} instead of $__rate_interval`;
    }
  }
  for (const metric of counters) {
    if (!/_(total|sum|count|bucket)$/.test(metric)) {
      yield `${refId} takes the rate of ${metric}, which is not a counter`;
    }
  }
  const kept = /\bby \(([^)]*)\)/.exec(expr)?.[1]?.split(/,\s*/);
  for (const label of legendLabels(legendFormat)) {
    if (kept && !kept.includes(label)) yield `${refId} has the legend ${label}, which is not kept`;
  }
}
