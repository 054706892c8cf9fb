import {
  createCensusMetrics,
  destinationsOf,
  LotCensus,
  createMemoryStore,
  rulesOf,
  type RunningBackend,
  startBackend,
} from "@boomgate/backend";
import {
  eventExchangesOf,
  outcomesTopology,
  parkedQueueOf,
  pipelineTopology,
  type QueueNames,
  queueNamesOf,
  RETRY_DELAYS_MS,
  retryQueueOf,
} from "@boomgate/contracts";
import { type BackfillProgress, eventPublisherOver, openTruth } from "@boomgate/generators";
import { systemClock } from "@boomgate/platform/clock";
import { type Running, startStack, type StopStack } from "@boomgate/platform/lifecycle";
import { createMemoryBroker, type MessageBroker } from "@boomgate/platform/messaging";
import { createMessagingMetrics, createRegistry, type Logger } from "@boomgate/platform/telemetry";
import { claimDataFolder } from "./data-folder.js";
import { drained } from "./drain.js";
import type { EmbeddedConfig } from "./embedded-config.js";
import { type EmbeddedGateway, startEmbeddedGateway } from "./embedded-gateway.js";
import { EmbeddedTraffic } from "./embedded-traffic.js";
import { ledgerDifferences, type Reconciliation, reconcile } from "./reconciliation.js";
import { ledgerSince, readLedgerCounts } from "./ledger-counts.js";
import { added, readSinkCounts } from "./sink-counts.js";
import { startApi } from "./start-api.js";

/** Counts so far. */
export interface Progress {
  readonly published: { readonly entries: number; readonly exits: number };
  readonly reads: Awaited<ReturnType<RunningBackend["readCounts"]>>;
  readonly parked: number;
}

export interface RunningEmbedded extends Running {
  /** URL of the page and the API, without a slash at the end. */
  readonly url: string;
  /** URL that events are sent to, without a slash at the end. */
  readonly gatewayUrl: string;
  /** Whether requests need a token. */
  readonly needsToken: boolean;
  readonly metricsUrl: string;
  /** Resolves when the history, if any, is published and the generators run. */
  startTraffic(onProgress: (progress: BackfillProgress) => void): Promise<void>;
  progress(): Promise<Progress>;
  /** Ends the traffic, waits until the queues are empty and counts each side. The API still answers. */
  settle(): Promise<Reconciliation>;
}

const DRAIN_TIMEOUT_MS = 15_000;

/** Gateway, backend and summary API in this process, with broker and plate histories in memory; and traffic, once started. */
export const startEmbedded = (config: EmbeddedConfig, log: Logger): Promise<RunningEmbedded> =>
  startStack((stack) => start(config, log, stack));

async function start(
  config: EmbeddedConfig,
  log: Logger,
  stack: StopStack,
): Promise<Omit<RunningEmbedded, "stop">> {
  stack.defer("data folder", claimDataFolder(config.api.SUMMARY_DATA_DIR));
  let running: RunningBackend | undefined;
  let gateway: EmbeddedGateway | undefined;
  const readiness = () => ({
    ...(running?.isReady ?? { consuming: false }),
    ...(gateway?.readiness() ?? { gateway: false }),
  });
  const registry = createRegistry("embedded");
  const names = queueNamesOf(config.backend);
  const observer = createMessagingMetrics(registry, [
    ...Object.values(eventExchangesOf(names)).map((exchange) => ({ exchange, routingKey: "" })),
    ...destinationsOf(names),
  ]);
  const topology = withLedger(names, config.backend);
  const broker = createMemoryBroker({ topology, observer });
  stack.defer("broker", () => broker.close());
  const { api, tracing } = await startApi({ config, log, readiness, registry, broker });
  stack.defer("tracing", () => tracing.close());
  stack.defer("summary API", () => api.stop());
  const sinkBefore = await readSinkCounts(api.url, config.token);
  const ledgerBefore = await readLedgerCounts(api.url, config.token);

  const store = createMemoryStore(config.backend, systemClock);
  const backend = await startBackend(
    { ...config.backend, SUMMARY_URL: `${api.url}/api/v1/summaries` },
    {
      broker,
      store,
      names,
      clock: systemClock,
      log,
      registry,
      tracer: tracing.tracerOf("backend"),
    },
  );
  running = backend;
  stack.defer("backend", () => backend.stop());
  const census = new LotCensus({
    census: store,
    rules: rulesOf(config.backend),
    occupancyWindowMs: config.backend.OCCUPANCY_WINDOW_MS,
    metrics: createCensusMetrics(registry),
    log,
  });
  stack.defer("census", () => census.stop());
  census.start();

  const gatewayParts = { broker, log, registry, tracer: tracing.tracerOf("gateway") };
  const inHand = async () => backend.inHandCount;
  const open = await startEmbeddedGateway({ ...gatewayParts, config, inHand, apiUrl: api.url });
  gateway = open;
  stack.defer("gateway", () => open.stop());

  const { truth, close } = await openTruth(config.entries.TRUTH_PATH);
  stack.defer("truth", close);
  const waiting = () => waitingMessages(broker, names);
  const parts = {
    broker: eventPublisherOver(broker, config.entries),
    isPacked: config.entries.PACK_EVENTS,
    backlog: async () => (await waiting()) + backend.unreadCount,
    tracer: tracing.tracerOf("generators"),
    ...{ names, log, registry, truth },
  };
  const traffic = new EmbeddedTraffic(config, parts);
  stack.defer("traffic", () => traffic.stop());
  const parked = () => broker.depth(parkedQueueOf(names));
  const published = () => summed(traffic.published(), open.published());

  return {
    url: api.url,
    gatewayUrl: open.url,
    needsToken: config.gateway.API_TOKENS !== undefined,
    startTraffic: (onProgress) => traffic.start(onProgress),
    metricsUrl: `${api.metricsUrl}/metrics`,
    async progress() {
      return {
        published: published(),
        reads: await backend.readCounts(),
        parked: await parked(),
      };
    },
    async settle() {
      await traffic.stop();
      await open.stop();
      await close();
      const isDrained = await drained(
        async () => (await waiting()) + backend.inHandCount,
        DRAIN_TIMEOUT_MS,
      );
      if (!isDrained) log.error("the queues are not empty after the time to drain");
      await backend.stop();
      const [reads, noPlate] = [await backend.readCounts(), await backend.noPlate()];
      let ledger = ledgerBefore;
      // Its last commits come after the queue of outcomes is empty.
      await drained(async () => {
        ledger = await ledgerSince(ledgerBefore, api.url, config.token);
        return ledger ? ledgerDifferences({ reads, noPlate }, ledger).length : 0;
      }, DRAIN_TIMEOUT_MS);
      const sides = {
        published: published(),
        reads,
        noPlate,
        stays: added(sinkBefore, await readSinkCounts(api.url, config.token)),
        parked: await parked(),
        ledger,
      };
      return reconcile(sides);
    },
  };
}

type Published = Progress["published"];

const summed = (a: Published, b: Published): Published => ({
  entries: a.entries + b.entries,
  exits: a.exits + b.exits,
});

/** With the queue of the ledger, where there is one. */
function withLedger(names: QueueNames, config: EmbeddedConfig["backend"]) {
  const events = pipelineTopology(names, config.QUEUE_TYPE);
  if (config.LEDGER === "off") return events;
  const { queues, bindings } = outcomesTopology(names, config.QUEUE_TYPE);
  return {
    ...events,
    queues: [...events.queues, ...queues],
    bindings: [...events.bindings, ...bindings],
  };
}

/** Messages that are neither settled, parked nor in hand of the backend. */
async function waitingMessages(broker: MessageBroker, names: QueueNames): Promise<number> {
  const retryQueues = RETRY_DELAYS_MS.map((delayMs) => retryQueueOf(names, delayMs));
  const queues = [names.entryQueue, names.exitQueue, ...retryQueues];
  const depths = await Promise.all(queues.map((queue) => broker.depth(queue)));
  return depths.reduce((sum, depth) => sum + depth, 0);
}
