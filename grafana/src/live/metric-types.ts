/** What exporters declare of their metrics, by name. */
export type Metadata = Readonly<Record<string, readonly { readonly type: string }[]>>;

/** Of every target, made by Prometheus itself. */
const OF_PROMETHEUS = new Set(["up", "ALERTS"]);

export interface MetricTypes {
  /** "counter", "gauge", "histogram", "unknown"; undefined: nobody exports the metric. */
  typeOf(metric: string): string | undefined;
  /** Whether it only ever grows, so that a rate of it means something. */
  isCounter(metric: string): boolean;
}

/** @param recorded - names of recording rules, whose values nobody exports */
export function createMetricTypes(metadata: Metadata, recorded: ReadonlySet<string>): MetricTypes {
  const declared = (name: string) => {
    const types = new Set(metadata[name]?.map(({ type }) => type));
    return types.size > 1 ? [...types].join(" and ") : [...types][0];
  };
  const typeOf = (metric: string): string | undefined => {
    if (recorded.has(metric) || OF_PROMETHEUS.has(metric)) return "gauge";
    const ofParts = declared(metric.replace(/_(sum|count|bucket)$/, ""));
    return (
      declared(metric) ??
      // A counter that came as OpenMetrics is filed without its ending.
      declared(metric.replace(/_total$/, "")) ??
      (ofParts === "histogram" || ofParts === "summary" ? "counter" : undefined)
    );
  };
  return { typeOf, isCounter: (metric) => typeOf(metric) === "counter" };
}
