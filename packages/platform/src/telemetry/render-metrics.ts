import type { Registry } from "prom-client";
import { inSlices } from "./in-slices.js";

/** What `registry.metrics()` gives, written metric by metric. */
export async function renderMetrics(registry: Registry): Promise<string> {
  const texts = await inSlices(registry.getMetricsAsArray(), ({ name }) =>
    registry.getSingleMetricAsString(name),
  );
  return `${texts.join("\n\n")}\n`;
}
