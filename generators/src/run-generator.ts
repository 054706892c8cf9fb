import { eventExchangesOf, pipelineTopology, queueNamesOf } from "@boomgate/contracts";
import {
  brokerSettings,
  type Config,
  processSettings,
  redisSettings,
  text,
} from "@boomgate/platform/config";
import {
  type RunningService,
  runService,
  startStack,
  type StopStack,
  untilAborted,
} from "@boomgate/platform/lifecycle";
import { openAmqpBroker } from "@boomgate/platform/messaging";
import {
  answersInTime,
  createLogger,
  createMessagingMetrics,
  createRegistry,
  type Logger,
  reportTo,
  startTelemetryServer,
} from "@boomgate/platform/telemetry";
import { openTracing } from "@boomgate/platform/tracing";
import type { GeneratorParts, RunningGenerator } from "./generator.js";
import type { ScenarioPlan } from "./scenarios/scenario-plan.js";
import { eventPublisherOver } from "./publishing/event-publisher-over.js";
import type { publishingSettings, trafficSettings } from "./settings.js";
import { openTruth } from "./truth/truth-writer.js";
import { RedisParkedVehicles } from "./parked-vehicles/redis-parked-vehicles.js";

/** What a generator needs to be a process of its own, besides its traffic. */
export const generatorProcessSettings = {
  ...brokerSettings,
  ...redisSettings,
  ...processSettings,
  PARKED_VEHICLES_KEY: text({
    default: "parked_vehicles",
    doc: "Redis set of the plates that are parked in the lot main, and prefix of the sets of other lots.",
  }),
} as const;

type ProcessConfig = Config<typeof generatorProcessSettings>;

interface GeneratorRun {
  readonly config: ProcessConfig & Config<typeof trafficSettings & typeof publishingSettings>;
  readonly plan: ScenarioPlan | undefined;
}

/** Runs a generator over RabbitMQ and Redis until its count is reached or a signal comes. */
export function runGenerator(
  service: "entry-generator" | "exit-generator",
  run: GeneratorRun,
  startTraffic: (parts: GeneratorParts) => RunningGenerator,
): Promise<void> {
  const { config } = run;
  const log = createLogger({ service, level: config.LOG_LEVEL, showPlates: config.LOG_PLATES });
  const start = (signal: AbortSignal): Promise<RunningService> =>
    startStack((stack) => startProcess({ service, ...run, log, stack, signal }, startTraffic));
  return runService(start, { stopTimeoutMs: config.STOP_TIMEOUT_MS, report: reportTo(log) });
}

const KINDS = { "entry-generator": "entry", "exit-generator": "exit" } as const;

interface Start extends GeneratorRun {
  readonly service: keyof typeof KINDS;
  readonly log: Logger;
  readonly stack: StopStack;
  readonly signal: AbortSignal;
}

async function startProcess(
  { service, config, plan, log, stack, signal }: Start,
  startTraffic: (parts: GeneratorParts) => RunningGenerator,
): Promise<RunningGenerator> {
  const registry = createRegistry(service);
  const state = { broker: () => false, redis: async () => false };
  const telemetry = await startTelemetryServer({
    host: config.METRICS_HOST,
    port: config.METRICS_PORT,
    registry,
    readiness: async () => ({ broker: state.broker(), redis: await state.redis() }),
  });
  stack.defer("telemetry", () => telemetry.stop());

  const tracing = await openTracing({ config, registry, log });
  stack.defer("tracing", () => tracing.close());

  const opening = RedisParkedVehicles.open({
    url: config.REDIS_URL,
    key: config.PARKED_VEHICLES_KEY,
    log,
  });
  const parkedVehicles = await untilAborted(opening, signal);
  stack.defer("redis", () => parkedVehicles.close());
  state.redis = answersInTime(() => parkedVehicles.ping());

  const names = queueNamesOf(config);
  const exchanges = eventExchangesOf(names);
  const exchange = exchanges[KINDS[service]];
  const broker = await openAmqpBroker({
    url: config.AMQP_URL,
    topology: pipelineTopology(names, config.QUEUE_TYPE),
    clientName: service,
    observer: createMessagingMetrics(registry, [{ exchange, routingKey: "" }]),
    log,
    signal,
  });
  stack.defer("broker", () => broker.close());
  state.broker = () => broker.state.connected && !broker.state.blocked;

  const { truth, close } = await openTruth(config.TRUTH_PATH);
  stack.defer("truth", close);
  const tracer = tracing.tracerOf(service);
  const shared = { exchanges, parkedVehicles, registry, log, tracer, plan, truth };
  const traffic = startTraffic({ ...shared, broker: eventPublisherOver(broker, config) });
  stack.defer("traffic", async () => {
    await traffic.stop();
    log.info(traffic.counts(), "traffic ended");
  });
  const scenario = plan && {
    scenario: plan.scenario.name,
    seed: plan.seed,
    start: new Date(plan.startMs).toISOString(),
  };
  log.info({ exchange, metrics: telemetry.url, ...scenario }, "publishing");
  return traffic;
}
