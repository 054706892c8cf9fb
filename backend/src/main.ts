import "reflect-metadata";
import { setFlagsFromString } from "node:v8";
import { epochStreamOf, pipelineTopology, queueNamesOf } from "@boomgate/contracts";
import { systemClock } from "@boomgate/platform/clock";
import { readConfig, redacted } from "@boomgate/platform/config";
import {
  readConfigOrExit,
  runService,
  startStack,
  type StopStack,
  untilAborted,
} from "@boomgate/platform/lifecycle";
import { type DroppingQueue, openAmqpBroker } from "@boomgate/platform/messaging";
import {
  answersInTime,
  createLogger,
  createMessagingMetrics,
  createRegistry,
  reportTo,
  startTelemetryServer,
} from "@boomgate/platform/telemetry";
import { openTracing } from "@boomgate/platform/tracing";
import { QueueDropsError } from "./adapters/amqp/queue-drops-error.js";
import { checkKeepsAll } from "./adapters/redis/check-keeps-all.js";
import { checkOldForm } from "./adapters/redis/check-old-form.js";
import { createHistoryRedis } from "./adapters/redis/redis-client.js";
import { RedisHistoryCensus } from "./adapters/redis/redis-history-census.js";
import { RedisPlateHistoryStore } from "./adapters/redis/redis-plate-history-store.js";
import { createCensusMetrics } from "./census/census-metrics.js";
import { LotCensus } from "./census/lot-census.js";
import { checkKeptLongEnough } from "./check-kept-long-enough.js";
import { backendSettings, rulesOf } from "./config.js";
import type { RunningBackend } from "./backend-parts.js";
import { startBackend } from "./container.js";
import { lifetimesOf } from "./domain/lifetime.js";
import { destinationsOf } from "./pipeline/destinations.js";
import { createStoreMetrics } from "./pipeline/pipeline-metrics.js";
import { openEpochRegister } from "./store-epoch/open-epoch-register.js";
import { StoreEpoch } from "./store-epoch/store-epoch.js";
import { storePlaceOf } from "./store-epoch/store-place.js";

// Messages that wait for the sink outlive two collections and count as old then; by default V8 lets such
// garbage gather. A quarter less memory at full load: npm run bench -- --part growth.
setFlagsFromString("--heap-growing-percent=100");

const config = readConfigOrExit(backendSettings, process.env);
const log = createLogger({
  service: "backend",
  level: config.LOG_LEVEL,
  showPlates: config.LOG_PLATES,
});

await runService(
  (signal) =>
    startStack(async (stack) => {
      await start(stack, signal);
      return {};
    }),
  { stopTimeoutMs: config.STOP_TIMEOUT_MS, report: reportTo(log) },
);

/** Waits for RabbitMQ and Redis as long as it takes, then starts the backend over them. */
async function start(stack: StopStack, signal: AbortSignal): Promise<void> {
  checkKeptLongEnough(rulesOf(config));
  const registry = createRegistry("backend");
  const { storeLost } = createStoreMetrics(registry);
  let running: RunningBackend | undefined;
  const storeAnswers = answersInTime(() => redis.ping());
  const telemetry = await startTelemetryServer({
    host: config.METRICS_HOST,
    port: config.METRICS_PORT,
    registry,
    readiness: async () => {
      if (running === undefined) return { started: false };
      const answers = await storeAnswers();
      return { ...running.isReady, store: running.isReady.store && answers };
    },
  });
  stack.defer("telemetry", () => telemetry.stop());

  const tracing = await openTracing({ config, registry, log });
  stack.defer("tracing", () => tracing.close());

  const redis = createHistoryRedis({
    url: config.REDIS_URL,
    database: config.STORE_DATABASE,
    onError: (error) => log.warn({ err: error }, "redis is away"),
  });
  stack.defer("redis", () => redis.destroy());
  await untilAborted(redis.connect(), signal);
  await untilAborted(checkKeepsAll(redis), signal);
  const place = storePlaceOf(config);
  await untilAborted(checkOldForm(redis, place.keyPrefix, place.name), signal);

  const names = queueNamesOf(config);
  let dropping: readonly DroppingQueue[] = [];
  const broker = await openAmqpBroker({
    url: config.AMQP_URL,
    topology: pipelineTopology(names, config.QUEUE_TYPE),
    observer: createMessagingMetrics(registry, destinationsOf(names)),
    clientName: "backend",
    mostWaiting: 2 * config.PREFETCH, // all that is in hand may have to be moved at once
    log,
    signal,
    onDropping: (queues) => {
      dropping = queues;
      if (running === undefined || config.DELIVERY_LIMIT_BY_POLICY) return;
      log.error({ err: new QueueDropsError(queues) }, "the next start will be refused");
    },
  });
  stack.defer("broker", () => broker.close());
  if (dropping.length > 0 && !config.DELIVERY_LIMIT_BY_POLICY) throw new QueueDropsError(dropping);

  const register = await openEpochRegister(config.AMQP_URL, epochStreamOf(names), log);
  const onTrust = (isTrusted: boolean) => storeLost.set(isTrusted ? 0 : 1);
  const epoch = new StoreEpoch(redis, register, onTrust, place);
  const asking = epoch.ticket().catch(() => undefined); // asked again below, and logged there
  await untilAborted(asking, signal);

  const store = new RedisPlateHistoryStore(redis, epoch, {
    keyPrefix: place.keyPrefix,
    timeoutMs: config.STORE_TIMEOUT_MS,
    replicas: config.STORE_REPLICAS,
    lifetimes: lifetimesOf(rulesOf(config)),
  });
  running = await startBackend(config, {
    broker,
    store,
    names,
    clock: systemClock,
    log,
    registry,
    tracer: tracing.tracerOf("backend"),
    // Read again, as SUMMARY_TOKEN may come from a file that was replaced.
    readToken: () => readConfig(backendSettings, process.env).SUMMARY_TOKEN,
  });
  stack.defer("pipeline", () => running?.stop());
  const census = new LotCensus({
    census: new RedisHistoryCensus(redis, place.keyPrefix),
    rules: rulesOf(config),
    occupancyWindowMs: config.OCCUPANCY_WINDOW_MS,
    metrics: createCensusMetrics(registry),
    log,
  });
  stack.defer("census", () => census.stop());
  census.start();
  // A loss is noticed at the start and after each failover, not only when the next event comes.
  const check = () => {
    epoch.doubt();
    void running?.checkStore().catch(() => undefined); // stopped meanwhile
  };
  redis.on("ready", check);
  check();
  const { SUMMARY_URL: sink } = redacted(backendSettings, config);
  log.info({ metrics: telemetry.url, sink }, "consuming");
}
