import type { PlainPanel, PlainTarget } from "../verify.js";
import { implausible } from "./plausible.js";

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  /** Time in seconds and value as text, as Prometheus answers. */
  readonly values: readonly (readonly [number, string])[];
}

/** Asks Prometheus for the last minutes of a query. */
export type QueryRange = (query: string) => Promise<readonly Series[]>;

export interface LiveOptions {
  readonly queryRange: QueryRange;
  /** Type of a metric as its exporter declares it: "counter", "gauge", "histogram". */
  readonly typeOf: (metric: string) => string | undefined;
  /** Titles of panels that show something only when something is wrong. */
  readonly emptyWhenWell: ReadonlySet<string>;
}

const withDurations = (expr: string) =>
  expr.replaceAll("$__rate_interval", "30s").replaceAll("$__range", "2m");

/** Everything that is wrong with what a panel draws from live data; empty is good. */
export async function livePanelProblems(panel: PlainPanel, options: LiveOptions) {
  const unit = panel.options?.yAxis?.unit ?? panel.fieldConfig?.defaults.unit ?? "none";
  const answers = await Promise.all(
    (panel.targets ?? []).map(async (target) => {
      const series = await options.queryRange(withDurations(target.expr));
      return { target, series };
    }),
  );
  const problems = answers.flatMap(({ target, series }) => [
    ...typeProblems(target, options),
    ...seriesProblems(target, series, panel.type === "heatmap" ? "short" : unit),
  ]);
  const drawsNothing = answers.every(({ series }) => series.length === 0);
  if (drawsNothing && !options.emptyWhenWell.has(panel.title)) problems.push("draws nothing");
  return problems.map((problem) => `${panel.title}: ${problem}`);
}

function* typeProblems({ refId, expr }: PlainTarget, { typeOf }: LiveOptions): Generator<string> {
  for (const [, metric = ""] of expr.matchAll(/\b(?:rate|increase)\(\s*([\w:]+)/g)) {
    const type = typeOf(metric.replace(/_(sum|count|bucket)$/, "")) ?? typeOf(metric);
    if (type === undefined) yield `${refId} uses ${metric}, which nobody exports`;
    else if (type === "gauge") yield `${refId} takes the rate of ${metric}, a gauge`;
  }
}

function* seriesProblems(
  { refId, legendFormat }: PlainTarget,
  series: readonly Series[],
  unit: string,
): Generator<string> {
  const labels = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = ""]) => label);
  for (const { metric, values } of series) {
    for (const label of labels) {
      if (metric[label] === undefined) yield `${refId} has no label ${label} for its legend`;
    }
    // Before the first event a quotient is 0 / 0: only a series that never is a number is wrong.
    const last = values.map(([, text]) => Number(text)).findLast((value) => !Number.isNaN(value));
    const problem = implausible(last ?? Number.NaN, unit);
    if (problem) yield `${refId} ${JSON.stringify(metric)}: ${problem}`;
  }
}
