import { Registry } from "@boomgate/platform/telemetry";
import { code, page, table } from "./markdown.js";
import type { Service } from "./services.js";

/** Fields of a metric in prom-client that its types do not have. */
interface KnownMetric {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly labelNames?: readonly string[];
  readonly upperBounds?: readonly number[];
}

interface ReportedMetric extends KnownMetric {
  readonly services: readonly string[];
}

const INTRODUCTION = `\
Every service answers \`GET /metrics\` on \`METRICS_PORT\`. Names follow the Prometheus conventions, units are
base units, and labels come from closed sets: never a plate or an id. Beside these, every service reports
\`boomgate_build_info\` and the metrics of its Node process (\`process_*\`, \`nodejs_*\`).`;

/** Every metric of every service. */
export function metricsCatalogue(services: readonly Service[]): string {
  const metrics = metricsOf(services);
  return page(
    "Metrics",
    INTRODUCTION,
    table(
      ["Name", "Type", "Labels", "Meaning", "Services"],
      metrics.map((metric) => [
        code(metric.name),
        metric.type,
        (metric.labelNames ?? []).map(code).join(", "),
        metric.help,
        metric.services.join(", "),
      ]),
    ),
    "## Buckets of the histograms",
    table(
      ["Name", "Upper bounds"],
      metrics
        .filter(({ upperBounds }) => upperBounds !== undefined)
        .map(({ name, upperBounds = [] }) => [code(name), upperBounds.join(" ")]),
    ),
  );
}

/** In the order of their names, each with the services that report it. */
export function metricsOf(services: readonly Service[]): ReportedMetric[] {
  const reported = new Map<string, ReportedMetric>();
  for (const { name: service, metrics } of services) {
    const registry = new Registry();
    for (const register of metrics) register(registry);
    for (const metric of registry.getMetricsAsArray() as unknown as KnownMetric[]) {
      const before = reported.get(metric.name)?.services ?? [];
      const { name, help, labelNames = [], upperBounds } = metric;
      const type = upperBounds === undefined ? typeOf(metric) : "histogram";
      reported.set(name, {
        name,
        help,
        type,
        labelNames,
        ...(upperBounds === undefined ? {} : { upperBounds }),
        services: [...before, service],
      });
    }
  }
  return [...reported.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const typeOf = (metric: object) => metric.constructor.name.toLowerCase();
