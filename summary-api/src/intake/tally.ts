import type { SinkMetrics } from "../telemetry/sink-metrics.js";

/** What this process has answered since it started. */
export class Tally {
  received = 0;
  stored = 0;
  known = 0;
  rejected = 0;

  constructor(private readonly metrics: SinkMetrics) {}

  count(result: "stored" | "known" | "rejected", summaries: number): void {
    if (summaries === 0) return;
    this.received += summaries;
    this[result] += summaries;
    this.metrics.summaries.inc({ result }, summaries);
  }
}
