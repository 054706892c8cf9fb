import { eventExchangesOf, pipelineTopology, queueNamesOf } from "@boomgate/contracts";
import type { StopStack } from "@boomgate/platform/lifecycle";
import { type MessageBroker, openAmqpBroker } from "@boomgate/platform/messaging";
import {
  createMessagingMetrics,
  createRegistry,
  type Logger,
  startTelemetryServer,
} from "@boomgate/platform/telemetry";
import { openTracing } from "@boomgate/platform/tracing";
import { LateBroker } from "./adapters/late-broker.js";
import type { GatewayConfig } from "./settings.js";
import { type RunningGateway, startGateway } from "./start-gateway.js";

export const SERVICE = "gateway";

/** A gateway over RabbitMQ, with its metrics. It listens before the broker is reached. */
export async function startGatewayProcess(
  config: GatewayConfig,
  log: Logger,
  stack: StopStack,
): Promise<Omit<RunningGateway, "stop"> & { readonly metricsUrl: string }> {
  const registry = createRegistry(SERVICE);
  let gateway: RunningGateway | undefined;
  const telemetry = await startTelemetryServer({
    host: config.METRICS_HOST,
    port: config.METRICS_PORT,
    registry,
    readiness: () => ({ gateway: false, ...gateway?.readiness() }),
  });
  stack.defer("telemetry", () => telemetry.stop());
  const tracing = await openTracing({ config, registry, log });
  stack.defer("tracing", () => tracing.close());
  const broker = openBroker(config, log, registry, stack);
  const tracer = tracing.tracerOf(SERVICE);
  gateway = await startGateway({ config, broker, log, registry, tracer });
  stack.defer("gateway", () => gateway?.stop());
  return { ...gateway, metricsUrl: telemetry.url };
}

function openBroker(
  config: GatewayConfig,
  log: Logger,
  registry: ReturnType<typeof createRegistry>,
  stack: StopStack,
): LateBroker {
  const names = queueNamesOf(config);
  const exchanges = Object.values(eventExchangesOf(names));
  const broker = new LateBroker();
  const stopping = new AbortController();
  let opened: MessageBroker | undefined;
  const open = async () => {
    opened = await openAmqpBroker({
      url: config.AMQP_URL,
      topology: pipelineTopology(names, config.QUEUE_TYPE),
      clientName: SERVICE,
      log,
      observer: createMessagingMetrics(
        registry,
        exchanges.map((exchange) => ({ exchange, routingKey: "" })),
      ),
      mostWaiting: config.IN_FLIGHT_EVENTS,
      signal: stopping.signal,
    });
    broker.opened(opened);
  };
  const opening = open().catch((error: unknown) => {
    if (!stopping.signal.aborted) log.error({ err: error }, "the broker cannot be opened");
  });
  stack.defer("broker", async () => {
    stopping.abort();
    await opening;
    await opened?.close();
  });
  return broker;
}
