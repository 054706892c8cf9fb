import type { Registry } from "@boomgate/platform/telemetry";
import type { Service } from "@boomgate/catalogues";

/** The most values of each label; other labels have 2. */
const VALUES: Readonly<Record<string, number>> = {
  outcome: 14,
  code: 20,
  lot: 51,
  queue: 6,
  routing_key: 3,
  route: 24,
  method: 3,
  status: 8,
  result: 4,
  fate: 6,
};
const OTHERS = 2;

/** What counters, gauges and histograms have in common, also those of packages/platform. */
interface Metric {
  readonly labelNames?: readonly string[];
  readonly counter?: { readonly labelNames?: readonly string[] };
  inc?(labels: object, by?: number): void;
  observe?(labels: object, value: number): void;
}

/**
 * Registers the metrics of a service and gives each of them every combination of its labels.
 * @returns a function that updates one series, the next at each call
 */
export function fillMetrics(service: Service, registry: Registry): () => void {
  const made = service.metrics.flatMap((create) => Object.values(create(registry) ?? {}));
  const registered = registry.getMetricsAsArray() as unknown[];
  const metrics = [...made, ...registered].filter(isMetric);
  const updates = metrics.flatMap((metric) =>
    combinations(metric.labelNames ?? metric.counter?.labelNames ?? []).map((labels) => {
      return () => update(metric, labels);
    }),
  );
  for (const one of updates) one();
  let next = 0;
  return () => updates[next++ % updates.length]?.();
}

function update(metric: Metric, labels: object): void {
  if (metric.observe) metric.observe(labels, Math.random() / 50);
  else metric.inc?.(labels);
}

const isMetric = (value: unknown): value is Metric =>
  typeof value === "object" && value !== null && ("observe" in value || "inc" in value);

function combinations(names: readonly string[]): readonly Readonly<Record<string, string>>[] {
  const [name, ...rest] = names;
  if (name === undefined) return [{}];
  const values = Array.from({ length: VALUES[name] ?? OTHERS }, (_, index) => `${name}_${index}`);
  return combinations(rest).flatMap((labels) =>
    values.map((value) => ({ ...labels, [name]: value })),
  );
}
