import type { Histogram, HotHistogram } from "@boomgate/platform/telemetry";
import type { TraceContext } from "@boomgate/platform/tracing";
import type { PlateHistoryStore } from "../ports/plate-history-store.js";
import type { SummarySink } from "../ports/summary-sink.js";

export interface StoreMetrics {
  readonly storeCallSeconds: HotHistogram<"call">;
}

/** Times each call to the store. */
export function withStoreMetrics(
  store: PlateHistoryStore,
  { storeCallSeconds }: StoreMetrics,
): PlateHistoryStore {
  const timed = async <T>(call: string, ask: () => Promise<T>, example?: TraceContext) => {
    const startedMs = performance.now();
    try {
      return await ask();
    } finally {
      storeCallSeconds.observe({ call }, (performance.now() - startedMs) / 1_000, example);
    }
  };
  return {
    get epoch() {
      return store.epoch;
    },
    get floorMs() {
      return store.floorMs;
    },
    currentFloorMs: () => store.currentFloorMs(),
    raiseFloor: (toMs) => store.raiseFloor(toMs),
    currentEpoch: () => timed("epoch", () => store.currentEpoch()),
    load: (keys, example) => timed("load", () => store.load(keys, example), example),
    save: (changes, example) => timed("save", () => store.save(changes, example), example),
    posted: (posted) => timed("posted", () => store.posted(posted)),
  };
}

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
