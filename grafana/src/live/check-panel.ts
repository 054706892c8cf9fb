import type { PlainPanel } from "../plain-dashboard.js";
import { unitOf } from "../verify.js";
import type { Series } from "./ask-prometheus.js";
import { queryProblems } from "./check-query.js";
import { type Expectation, expectedOf } from "./expectations.js";
import type { MetricTypes } from "./metric-types.js";
import { boundsOf } from "./plausible.js";

interface LiveOptions {
  /** Asks Prometheus for the last minutes of a query. */
  readonly queryRange: (query: string) => Promise<readonly Series[]>;
  readonly types: MetricTypes;
  readonly expectations: readonly Expectation[];
  /** Expressions of the recording rules, by name. */
  readonly recordings: ReadonlyMap<string, string>;
}

/** Everything that is wrong with what each query of a panel draws from live data; empty is good. */
export async function livePanelProblems(
  dashboard: string,
  panel: PlainPanel,
  options: LiveOptions,
): Promise<readonly string[]> {
  // The values of a heatmap are counts; its unit is that of its axis.
  const ofUnit = boundsOf(panel.type === "heatmap" ? "short" : unitOf(panel));
  const ofTargets = (panel.targets ?? []).map(async (target) => {
    const expr = withDurations(target.expr);
    const series = await options.queryRange(expr);
    const expected = expectedOf(options.expectations, dashboard, panel, target);
    const bounds = expected.bounds ?? ofUnit;
    const problems = queryProblems({ ...target, expr }, series, { ...options, expected, bounds });
    return [...problems].map(
      (problem) => `${dashboard} / ${panel.title} / ${target.refId}: ${problem}`,
    );
  });
  return (await Promise.all(ofTargets)).flat();
}

const withDurations = (expr: string) =>
  expr
    .replaceAll("$__rate_interval", "30s")
    .replaceAll("$__interval", "5s")
    .replaceAll("$__range", "2m");
