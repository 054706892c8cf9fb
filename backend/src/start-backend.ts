import "reflect-metadata";
import { parkedQueueOf } from "@boomgate/contracts";
import { Pipeline } from "@boomgate/pipeline";
import type { Hold } from "@boomgate/pipeline/hold";
import type { Running } from "@boomgate/platform/lifecycle";
import type { Registry } from "@boomgate/platform/telemetry";
import type { BackendConfig } from "./config.js";
import { type BackendParts, compose } from "./container.js";
import type { ReadKind } from "./domain/read.js";
import { COUNTED_FATES, zeroCounts, type ReadCounts } from "./domain/read-counts.js";
import { createPipelineMetrics } from "./pipeline/pipeline-metrics.js";
import { presetMetrics } from "./pipeline/preset-metrics.js";
import { createQueueMetrics } from "./pipeline/queue-metrics.js";
import { StoreHold } from "./processors/plate-histories.js";
import { SinkHold } from "./processors/summary-poster.js";

export interface RunningBackend extends Running {
  /** Consuming both queues, able to publish, and no dependency is waited for. */
  readonly isReady: {
    readonly consuming: boolean;
    readonly broker: boolean;
    readonly store: boolean;
    readonly sink: boolean;
  };
  readonly inHandCount: number;
  /** Asks the store whether it is still the one it was; until it is, it counts as away. */
  checkStore(): Promise<void>;
  /** Reads that this process added to histories, by their fate so far. */
  readCounts(): Promise<ReadCounts>;
  /** Events so far of which the camera read no plate. */
  noPlate(): Promise<number>;
}

export type StartBackendParts = Omit<BackendParts, "metrics"> & { readonly registry: Registry };

/** How long a stopping process still waits for a dependency that is away. */
const HELD_AT_STOP_MS = 5_000;

/** Starts the pipeline over what was opened before; `stop` leaves broker and store open. */
export async function startBackend(
  config: BackendConfig,
  { registry, ...parts }: StartBackendParts,
): Promise<RunningBackend> {
  const metrics = createPipelineMetrics(registry);
  presetMetrics(metrics);
  const { broker, names } = parts;
  createQueueMetrics(registry, {
    queues: [names.entryQueue, names.exitQueue, parkedQueueOf(names)],
    depth: (queue) => broker.depth(queue),
  });
  const root = compose(config, { ...parts, metrics });
  const pipeline = root.resolve<Pipeline<ReadKind>>(Pipeline);
  const holds = { store: root.resolve<Hold>(StoreHold), sink: root.resolve<Hold>(SinkHold) };
  await pipeline.start();
  return {
    get isReady() {
      return {
        consuming: pipeline.isConsuming,
        broker: broker.state.connected && !broker.state.blocked,
        store: !holds.store.isHeld,
        sink: !holds.sink.isHeld,
      };
    },
    get inHandCount() {
      return pipeline.inHandCount;
    },
    async checkStore() {
      await holds.store.until(() => parts.store.currentEpoch());
    },
    async readCounts() {
      const counts = zeroCounts();
      const { values } = await metrics.reads.get();
      for (const { labels, value } of values) {
        const fate = COUNTED_FATES.find((name) => name === labels.fate);
        if (fate) counts[fate] = value;
      }
      return counts;
    },
    async noPlate() {
      const { values } = await metrics.events.counter.get();
      return values
        .filter(({ labels }) => labels.outcome === "no_plate")
        .reduce((sum, { value }) => sum + value, 0);
    },
    async stop() {
      const giveUp = setTimeout(() => {
        holds.store.stop();
        holds.sink.stop();
      }, HELD_AT_STOP_MS);
      await pipeline.stop().finally(() => clearTimeout(giveUp));
    },
  };
}
