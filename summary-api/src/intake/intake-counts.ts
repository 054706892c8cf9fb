import type { SinkMetrics } from "../telemetry/sink-metrics.js";

/** Counts the summaries that this process has received since its start, by result. */
export class IntakeCounts {
  received = 0;
  stored = 0;
  known = 0;
  rejected = 0;

  constructor(private readonly metrics: SinkMetrics) {}

  add(result: "stored" | "known" | "rejected", summaries: number): void {
    if (summaries === 0) return;
    this.received += summaries;
    this[result] += summaries;
    this.metrics.summaries.inc({ result }, summaries);
  }
}
