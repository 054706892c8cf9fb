import type { HotHistogram } from "@boomgate/platform/telemetry";
import type { TraceContext } from "@boomgate/platform/tracing";
import type { PlateHistoryStore } from "../ports/plate-history-store.js";

interface StoreMetrics {
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
