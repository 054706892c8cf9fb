import {
  type EntryEvent,
  eventExchangesOf,
  type ExitEvent,
  parkedQueueOf,
  RETRY_DELAYS_MS,
  retryQueueOf,
  returnExchangeOf,
} from "@boomgate/contracts";
import {
  chain,
  ParkingLot,
  Pipeline,
  refuseForeign,
  Retries,
  settle,
  unpack,
} from "@boomgate/pipeline";
import { Hold } from "@boomgate/pipeline/hold";
import { Clock } from "@boomgate/platform/clock";
import { MessageBroker } from "@boomgate/platform/messaging";
import { RecentTraces, Tracer } from "@boomgate/platform/tracing";
import { container, type DependencyContainer } from "tsyringe";
import { type HttpSinkOptions, HttpSummarySink } from "./adapters/http/http-summary-sink.js";
import { withSinkMetrics } from "./telemetry/with-sink-metrics.js";
import { withStoreMetrics } from "./telemetry/with-store-metrics.js";
import { MemoryPlateHistoryStore } from "./adapters/memory/memory-plate-history-store.js";
import { PostSpans } from "./adapters/http/post-spans.js";
import type { BackendParts, RunningBackend } from "./backend-parts.js";
import { type BackendConfig, readingOf, rulesOf } from "./config.js";
import { lifetimesOf } from "./domain/lifetime.js";
import type { ReadKind } from "./domain/read.js";
import { createHandler, type EventMessage } from "./pipeline/handler.js";
import { withParkedOutcomes } from "./pipeline/parked-outcomes.js";
import { holdObserver } from "./pipeline/hold-observer.js";
import { parkingExchangesOf } from "./pipeline/parking-exchanges.js";
import { createPipelineMetrics, PipelineMetrics } from "./pipeline/pipeline-metrics.js";
import { createQueueMetrics } from "./pipeline/queue-metrics.js";
import {
  historiesMetrics,
  inHandMetrics,
  noPlateCountOf,
  readCountsOf,
  settlementMetrics,
  withMetrics,
} from "./pipeline/with-metrics.js";
import { PlateHistoryStore } from "./ports/plate-history-store.js";
import { createLedger } from "./adapters/amqp/create-ledger.js";
import { OutcomeLedger } from "./ports/outcome-ledger.js";
import { SummarySink } from "./ports/summary-sink.js";
import {
  EntryEventProcessor,
  type EventProcessor,
  ExitEventProcessor,
  ReadProcessor,
} from "./processors/event-processors.js";
import {
  HistoriesObserver,
  HistoryRules,
  PlateHistories,
  StoreHold,
} from "./processors/plate-histories.js";
import { LedgerHold, OutcomePublisher } from "./processors/outcome-publisher.js";
import { PostedMarker } from "./processors/posted-marker.js";
import { SinkHold, SummaryPoster } from "./processors/summary-poster.js";
import { withSpans } from "./pipeline/with-spans.js";
import { withOutcomeLog } from "./pipeline/with-outcome-log.js";

/** Entries of the last minutes, to which the trace of a stay may link. */
const ENTRIES_LINKED = 10_000;

/** How long a stopping process still waits for a dependency that is away. */
const HELD_AT_STOP_MS = 5_000;

/** Starts the pipeline over what was opened before; `stop` leaves broker and store open. */
export async function startBackend(
  config: BackendConfig,
  parts: BackendParts,
): Promise<RunningBackend> {
  const { broker, names, registry } = parts;
  const metrics = createPipelineMetrics(registry);
  createQueueMetrics(registry, {
    queues: [names.entryQueue, names.exitQueue, parkedQueueOf(names)],
    depth: (queue) => broker.depth(queue),
  });
  const ledger = createLedger(config, parts);
  const root = compose(config, { ...parts, ledger }, metrics);
  const pipeline = root.resolve<Pipeline<ReadKind>>(Pipeline);
  const holds = {
    store: root.resolve<Hold>(StoreHold),
    sink: root.resolve<Hold>(SinkHold),
    ledger: root.resolve<Hold>(LedgerHold),
  };
  await ledger.start();
  await pipeline.start();
  return {
    get isReady() {
      return {
        consuming: pipeline.isConsuming,
        broker: broker.state.connected && !broker.state.blocked,
        store: !holds.store.isHeld,
        sink: !holds.sink.isHeld,
        ledger: !holds.ledger.isHeld,
      };
    },
    get inHandCount() {
      return pipeline.inHandCount;
    },
    get unreadCount() {
      return pipeline.unreadCount;
    },
    async checkStore() {
      await holds.store.until(() => parts.store.currentEpoch());
    },
    readCounts: () => readCountsOf(metrics),
    noPlate: () => noPlateCountOf(metrics),
    async stop() {
      const giveUp = setTimeout(() => {
        for (const hold of Object.values(holds)) hold.stop();
      }, HELD_AT_STOP_MS);
      await pipeline.stop().finally(() => clearTimeout(giveUp));
      await ledger.stop();
    },
  };
}

/** Makes all parts of the pipeline. The broker and the store were opened before, as tsyringe resolves synchronously. */
function compose(
  config: BackendConfig,
  parts: BackendParts & { readonly ledger: OutcomeLedger },
  metrics: PipelineMetrics,
): DependencyContainer {
  const { broker, clock, log, store } = parts;
  const root = container.createChildContainer();
  const observer = holdObserver(metrics, log);
  root.registerInstance(Clock, clock);
  root.registerInstance(MessageBroker, broker);
  root.registerInstance(PipelineMetrics, metrics);
  root.registerInstance(PlateHistoryStore, withStoreMetrics(store, metrics));
  const tracing = {
    tracer: parts.tracer ?? new Tracer({ service: "backend" }),
    entries: new RecentTraces(ENTRIES_LINKED),
  };
  const sink =
    parts.sink ??
    createSink(config, {
      spans: new PostSpans(tracing.tracer, tracing.entries),
      readToken: parts.readToken,
    });
  root.registerInstance(SummarySink, withSinkMetrics(sink, metrics));
  const holdFor = (dependency: string) => {
    metrics.holdActive.set({ dependency }, 0);
    return new Hold(dependency, clock, observer, parts.createPolicy?.());
  };
  root.registerInstance(StoreHold, holdFor("store"));
  root.registerInstance(SinkHold, holdFor("sink"));
  root.registerInstance(LedgerHold, holdFor("ledger"));
  root.registerInstance(OutcomeLedger, parts.ledger);
  root.registerInstance(HistoriesObserver, historiesMetrics(metrics));
  root.registerInstance(HistoryRules, rulesOf(config));
  for (const service of [
    OutcomePublisher,
    SummaryPoster,
    PlateHistories,
    PostedMarker,
    ReadProcessor,
  ]) {
    root.registerSingleton(service as never);
  }
  root.registerSingleton(EntryEventProcessor);
  root.registerSingleton(ExitEventProcessor);
  root.registerInstance<Pipeline<ReadKind>>(
    Pipeline,
    createPipeline(root, config, { ...parts, metrics }, tracing),
  );
  return root;
}

function createPipeline(
  root: DependencyContainer,
  config: BackendConfig,
  { broker, clock, log, metrics, names }: BackendParts & { readonly metrics: PipelineMetrics },
  { tracer, entries: recent }: { readonly tracer: Tracer; readonly entries: RecentTraces },
): Pipeline<ReadKind> {
  const entries: EventProcessor<EntryEvent> = root.resolve(EntryEventProcessor);
  const exits: EventProcessor<ExitEvent> = root.resolve(ExitEventProcessor);
  const outcomes = root.resolve(OutcomePublisher);
  const handler = chain(
    createHandler(entries, exits, readingOf(config), metrics, outcomes),
    refuseForeign,
    ...(tracer.isExporting ? [withSpans(tracer, recent)] : []),
    withMetrics(metrics, clock),
    withOutcomeLog(log),
  );
  const settling = settle(handler, {
    parkingLot: withParkedOutcomes(
      new ParkingLot(broker, parkingExchangesOf(names), clock),
      outcomes,
      { reading: readingOf(config), clock },
    ),
    retries: new Retries(
      broker,
      RETRY_DELAYS_MS.map((delayMs) => retryQueueOf(names, delayMs)),
    ),
    observer: settlementMetrics(metrics),
    clock,
    log,
  });
  const exchanges = eventExchangesOf(names);
  const options = {
    sources: {
      entry: { queue: names.entryQueue, exchange: exchanges.entry },
      exit: { queue: names.exitQueue, exchange: exchanges.exit },
    },
    returnExchange: returnExchangeOf(names),
    prefetch: config.PREFETCH,
    unpack: (messages: readonly EventMessage[]) =>
      unpack(messages, broker, returnExchangeOf(names)),
  };
  return new Pipeline(broker, options, settling, inHandMetrics(metrics), tracer);
}

export const createSink = (
  config: BackendConfig,
  parts: Pick<HttpSinkOptions, "spans" | "readToken"> = {},
) =>
  new HttpSummarySink({
    url: config.SUMMARY_URL,
    mode: config.SUMMARY_POST_MODE,
    token: config.SUMMARY_TOKEN,
    timeoutMs: config.SUMMARY_TIMEOUT_MS,
    singleConcurrency: 16,
    ...parts,
  });

/** The store of the embedded mode. */
export const createMemoryStore = (config: BackendConfig, clock: Clock) =>
  new MemoryPlateHistoryStore(clock, lifetimesOf(rulesOf(config)));
