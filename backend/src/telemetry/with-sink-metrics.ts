import type { Histogram, HotHistogram } from "@boomgate/platform/telemetry";
import type { SummarySink } from "../ports/summary-sink.js";

export interface SinkMetrics {
  readonly postSeconds: HotHistogram<"result">;
  readonly batchSize: Histogram<"batch">;
  readonly summaries: { inc(labels: { result: string }, count: number): void };
}

/** Times each POST and counts what the sink answered. */
export function withSinkMetrics(sink: SummarySink, metrics: SinkMetrics): SummarySink {
  return {
    async post(summaries, traces) {
      const startedMs = performance.now();
      const example = traces?.find((trace) => trace?.isSampled);
      const stop = (result: string) =>
        metrics.postSeconds.observe({ result }, (performance.now() - startedMs) / 1_000, example);
      metrics.batchSize.observe({ batch: "summaries" }, summaries.length);
      try {
        const receptions = await sink.post(summaries, traces);
        const accepted = receptions.filter((reception) => reception === "accepted").length;
        metrics.summaries.inc({ result: "accepted" }, accepted);
        metrics.summaries.inc({ result: "refused" }, receptions.length - accepted);
        stop("answered");
        return receptions;
      } catch (error) {
        metrics.summaries.inc({ result: "unavailable" }, summaries.length);
        stop("unavailable");
        throw error;
      }
    },
  };
}
