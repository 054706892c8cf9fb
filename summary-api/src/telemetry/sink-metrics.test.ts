import { createRegistry } from "@boomgate/platform/telemetry";
import { expect, it } from "vitest";
import { createSinkMetrics, presetMetrics } from "./sink-metrics.js";

it.each([
  'parking_sink_summaries_total{result="rejected"} 0',
  'parking_sink_requests_total{method="POST",route="/api/v1/summaries",status="503"} 0',
])("exports %s before anything happens", async (line) => {
  const registry = createRegistry("test");
  presetMetrics(createSinkMetrics(registry), "/api/v1/summaries");
  expect((await registry.metrics()).split("\n")).toContain(line);
});
