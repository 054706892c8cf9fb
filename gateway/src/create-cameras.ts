import type { QueueNames } from "@boomgate/contracts";
import { ConfigError } from "@boomgate/platform/config";
import type { StopStack } from "@boomgate/platform/lifecycle";
import type { Logger, Registry } from "@boomgate/platform/telemetry";
import type { Tracer } from "@boomgate/platform/tracing";
import { BrokerRawParking } from "./adapters/broker-raw-parking.js";
import { MqttBus } from "./adapters/mqtt-bus.js";
import type { EventBroker } from "./adapters/late-broker.js";
import { takeFromBus } from "./cameras/bus-intake.js";
import { CameraFile } from "./cameras/camera-file.js";
import { CameraIntake } from "./cameras/camera-intake.js";
import { CameraWords } from "./cameras/camera-words.js";
import type { InFlight } from "./intake/in-flight.js";
import { unconfirmedLog } from "./intake/unconfirmed-log.js";
import type { EventPublisher } from "./ports/event-publisher.js";
import { type GatewayConfig, readingOf } from "./settings.js";
import { CameraMetrics } from "./telemetry/camera-metrics.js";

interface CamerasParts {
  readonly broker: EventBroker;
  readonly names: QueueNames;
  readonly publisher: EventPublisher;
  readonly inFlight: InFlight;
  readonly registry: Registry;
  readonly nowMs: () => number;
  readonly log: Logger;
  readonly tracer: Tracer;
  readonly stack: StopStack;
}

/** Everything about cameras. @throws {ConfigError} when there are cameras, and no key for the ids of their passages */
export function createCameras(
  config: GatewayConfig,
  { broker, names, publisher, inFlight, registry, nowMs, log, tracer, stack }: CamerasParts,
) {
  const { CAMERAS_FILE, EVENT_ID_KEY } = config;
  if (CAMERAS_FILE !== undefined && EVENT_ID_KEY === undefined) {
    throw new ConfigError(["EVENT_ID_KEY: must be set with CAMERAS_FILE, for the ids of passages"]);
  }
  const words = new CameraWords(new CameraMetrics(registry), nowMs);
  const cameras = new CameraFile(CAMERAS_FILE, log, (found) => words.cameras(found));
  const cameraIntake = new CameraIntake({
    context: { idKey: Buffer.from(EVENT_ID_KEY ?? ""), reading: readingOf(config) },
    publisher,
    parking: new BrokerRawParking(broker, names),
    inFlight,
    words,
    confirmTimeoutMs: config.CONFIRM_TIMEOUT_MS,
    nowMs,
    onUnconfirmed: unconfirmedLog(log),
  });
  if (config.MQTT_URL !== undefined) {
    const { MQTT_URL: busUrl, MQTT_CLIENT_ID: clientId, MQTT_TOPIC: prefix } = config;
    const bus = new MqttBus({ url: busUrl, clientId, log });
    const parts = { cameras, cameraIntake, words, tracer };
    const topics = [`${prefix}/events`, `${prefix}/available`];
    const stop = bus.subscribe(topics, (message) => takeFromBus(parts, message));
    stack.defer("MQTT", stop);
  }
  return { cameras, words, cameraIntake };
}
