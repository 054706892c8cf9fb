import { parser } from "@prometheus-io/lezer-promql";
import type { PlainTarget } from "./verify.js";

/** Grafana puts a duration in their place before Prometheus sees the query. */
const VARIABLES = /\$__(rate_interval|range|interval)/g;

/** @param fixedWindow - whether a fixed range is the point of the panel */
export function* expressionProblems(
  { refId, expr, legendFormat }: PlainTarget,
  fixedWindow: boolean,
): Generator<string> {
  const query = expr.replaceAll(VARIABLES, "4m");
  const { names, syntaxError } = nodesOf(query);
  if (query.trim() === "" || syntaxError || names.length === 0) {
    yield `${refId} does not parse: ${expr}`;
    return;
  }
  if (!fixedWindow && /\[\d+\w+\]/.test(expr)) {
    yield `${refId} has a fixed window instead of $__rate_interval`;
  }
  for (const [, metric] of expr.matchAll(/\b(?:rate|increase)\(\s*([\w:]+)/g)) {
    if (!/_(total|sum|count|bucket)$/.test(metric ?? "")) {
      yield `${refId} takes the rate of ${metric}, which is not a counter`;
    }
  }
  const kept = /\bby \(([^)]*)\)/.exec(expr)?.[1]?.split(/,\s*/);
  for (const [, label = ""] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) {
    if (kept && !kept.includes(label)) yield `${refId} has the legend ${label}, which is not kept`;
  }
}

/** Names of the metrics in a query, and whether the parser had to skip something. */
export function nodesOf(query: string) {
  const names: string[] = [];
  let syntaxError = false;
  parser.parse(query).iterate({
    enter(node) {
      if (node.type.isError) syntaxError = true;
      if (node.name === "VectorSelector") {
        const selector = query.slice(node.from, node.to);
        names.push(selector.slice(0, selector.search(/[^\w:]|$/)));
      }
    },
  });
  return { names, syntaxError };
}
