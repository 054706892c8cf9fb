import {
  DEFAULT_LOTS,
  DEFAULT_NO_PLATE,
  type EntryEvent,
  eventExchangesOf,
  type EventReading,
  type ExitEvent,
  type QueueNames,
  RETRY_DELAYS_MS,
  retryQueueOf,
  returnExchangeOf,
} from "@boomgate/contracts";
import { chain, ParkingLot, Pipeline, refuseForeign, Retries, settle } from "@boomgate/pipeline";
import { Hold, type HoldObserver } from "@boomgate/pipeline/hold";
import { Clock } from "@boomgate/platform/clock";
import { MessageBroker } from "@boomgate/platform/messaging";
import type { Logger } from "@boomgate/platform/telemetry";
import { RecentTraces, Tracer } from "@boomgate/platform/tracing";
import type { IPolicy } from "cockatiel";
import { container, type DependencyContainer } from "tsyringe";
import { type HttpSinkOptions, HttpSummarySink } from "./adapters/http/http-summary-sink.js";
import { withSinkMetrics } from "./telemetry/with-sink-metrics.js";
import { withStoreMetrics } from "./telemetry/with-store-metrics.js";
import { MemoryPlateHistoryStore } from "./adapters/memory/memory-plate-history-store.js";
import { PostSpans } from "./adapters/http/post-spans.js";
import type { BackendConfig } from "./config.js";
import { processWith } from "./pipeline/decode.js";
import { lifetimesOf } from "./domain/lifetime.js";
import type { ReadKind } from "./domain/read.js";
import { parkingExchangesOf } from "./pipeline/parking-exchanges.js";
import { PipelineMetrics } from "./pipeline/pipeline-metrics.js";
import {
  historiesMetrics,
  inHandMetrics,
  settlementMetrics,
  withMetrics,
} from "./pipeline/with-metrics.js";
import { PlateHistoryStore } from "./ports/plate-history-store.js";
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
import { PostedMarker } from "./processors/posted-marker.js";
import { SinkHold, SummaryPoster } from "./processors/summary-poster.js";
import { withSpans } from "./pipeline/with-spans.js";
import { withOutcomeLog } from "./pipeline/with-outcome-log.js";

/** What has to be opened before anything can be composed, and what embedded mode replaces. */
export interface BackendParts {
  readonly broker: MessageBroker;
  readonly store: PlateHistoryStore;
  /** Instead of the one at SUMMARY_URL. */
  readonly sink?: SummarySink;
  /** Reads SUMMARY_TOKEN again, which may come from a file that was replaced. */
  readonly readToken?: () => string | undefined;
  /** Instead of a circuit breaker, which measures real time. */
  readonly createPolicy?: () => IPolicy;
  readonly names: QueueNames;
  readonly metrics: PipelineMetrics;
  readonly clock: Clock;
  readonly log: Logger;
  /** One that tells nobody when left out. */
  readonly tracer?: Tracer;
}

/** Entries that a stay may link to, those of the last minutes. */
const ENTRIES_LINKED = 10_000;

/** The only file that pairs a port with its adapter. */
export function compose(config: BackendConfig, parts: BackendParts): DependencyContainer {
  const { broker, clock, log, metrics, store } = parts;
  const root = container.createChildContainer();
  const holdObserver: HoldObserver = {
    held(dependency, isHeld, cause) {
      metrics.holdActive.set({ dependency }, isHeld ? 1 : 0);
      if (isHeld) log.warn({ dependency, err: cause }, "dependency is away, events wait for it");
      else log.info({ dependency }, "dependency is back");
    },
  };
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
    return new Hold(dependency, clock, holdObserver, parts.createPolicy?.());
  };
  root.registerInstance(StoreHold, holdFor("store"));
  root.registerInstance(SinkHold, holdFor("sink"));
  root.registerInstance(HistoriesObserver, historiesMetrics(metrics));
  root.registerInstance(HistoryRules, rulesOf(config));
  for (const service of [SummaryPoster, PlateHistories, PostedMarker, ReadProcessor]) {
    root.registerSingleton(service as never);
  }
  root.registerSingleton(EntryEventProcessor);
  root.registerSingleton(ExitEventProcessor);
  root.registerInstance(Pipeline, createPipeline(root, config, parts, tracing));
  return root;
}

function createPipeline(
  root: DependencyContainer,
  config: BackendConfig,
  { broker, clock, log, metrics, names }: BackendParts,
  { tracer, entries: recent }: { readonly tracer: Tracer; readonly entries: RecentTraces },
): Pipeline<ReadKind> {
  const entries: EventProcessor<EntryEvent> = root.resolve(EntryEventProcessor);
  const exits: EventProcessor<ExitEvent> = root.resolve(ExitEventProcessor);
  const handler = chain(
    processWith(entries, exits, readingOf(config), metrics),
    refuseForeign,
    ...(tracer.isExporting ? [withSpans(tracer, recent)] : []),
    withMetrics(metrics, clock),
    withOutcomeLog(log, clock),
  );
  const settling = settle(handler, {
    parkingLot: new ParkingLot(broker, parkingExchangesOf(names), clock),
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

/** How events are read, by what the operator set. */
export const readingOf = (config: BackendConfig): EventReading => ({
  lots: config.LOTS_FILE ?? DEFAULT_LOTS,
  noPlate: config.NO_PLATE_WORDS ?? DEFAULT_NO_PLATE,
});

export const rulesOf = (config: BackendConfig): HistoryRules => ({
  rereadWindowMs: config.REREAD_WINDOW_MS,
  clockSkewToleranceMs: config.CLOCK_SKEW_TOLERANCE_MS,
  maxStayMs: config.MAX_STAY_MS,
  horizonMs: config.HORIZON_MS,
  maxAheadMs: config.MAX_AHEAD_MS,
});
