import { parser } from "@prometheus-io/lezer-promql";

/** What a query of PromQL is made of, as far as the checks want to know it. */
interface QueryParts {
  /** Names of its metrics, in order. */
  readonly names: readonly string[];
  /** Metrics of which it takes a rate, which only a counter has. */
  readonly counters: readonly string[];
  /** Whether it divides or takes a quantile: of nothing, both are no number. */
  readonly mayDivideByZero: boolean;
  /** Whether the parser had to skip something. */
  readonly syntaxError: boolean;
}

const COUNTERS_ONLY = /^(rate|irate|increase)$/;
const NODES_WITH_NAN = /^(Div|Mod|HistogramQuantile)$/;

export function partsOf(query: string): QueryParts {
  const names: string[] = [];
  const counters: string[] = [];
  let mayDivideByZero = false;
  let syntaxError = false;
  /** Where the innermost call that needs a counter ends. */
  let counterUntil = 0;
  parser.parse(query).iterate({
    enter({ type, name, from, to, node }) {
      if (type.isError) syntaxError = true;
      if (NODES_WITH_NAN.test(name)) mayDivideByZero = true;
      if (name === "FunctionCall") {
        const called = node.getChild("FunctionIdentifier");
        if (called && COUNTERS_ONLY.test(query.slice(called.from, called.to))) counterUntil = to;
      }
      if (name !== "VectorSelector") return;
      const selector = query.slice(from, to);
      const metric = selector.slice(0, selector.search(/[^\w:]|$/));
      names.push(metric);
      if (from < counterUntil) counters.push(metric);
    },
  });
  return { names, counters, mayDivideByZero, syntaxError };
}

/** Labels whose values the legend shows. */
export const legendLabels = (legendFormat: string): readonly string[] =>
  [...legendFormat.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, label = ""]) => label);
