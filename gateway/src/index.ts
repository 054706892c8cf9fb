export type { AcceptedEvent, EventPublisher } from "./ports/event-publisher.js";
export { HttpReadLedger } from "./adapters/http-read-ledger.js";
export { type GatewayConfig, gatewaySettings } from "./settings.js";
export { type GatewayParts, type RunningGateway, startGateway } from "./start-gateway.js";
export { CameraMetrics } from "./telemetry/camera-metrics.js";
export { createGatewayMetrics } from "./telemetry/gateway-metrics.js";
