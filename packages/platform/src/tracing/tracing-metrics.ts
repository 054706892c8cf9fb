import { Counter, type Registry } from "../telemetry/metrics.js";

/** What becomes of a span. */
export const SPAN_RESULTS = ["exported", "failed", "dropped"] as const;

/** Counts what becomes of spans, from 0 on; once per registry. */
export function createTracingMetrics(registry: Registry) {
  const spans = new Counter({
    name: "parking_trace_spans_total",
    help: "Spans for the collector: exported, failed to arrive, or dropped as too many were waiting.",
    labelNames: ["result"],
    registers: [registry],
  });
  for (const result of SPAN_RESULTS) spans.inc({ result }, 0);
  return { spans };
}
