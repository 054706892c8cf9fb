import { Counter, type Registry } from "../telemetry/metrics.js";

/** Counts what becomes of spans; once per registry. */
export const createTracingMetrics = (registry: Registry) => ({
  spans: new Counter({
    name: "parking_trace_spans_total",
    help: "Spans for the collector: exported, failed to arrive, or dropped as too many were waiting.",
    labelNames: ["result"],
    registers: [registry],
  }),
});
