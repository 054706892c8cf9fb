import {
  backendSettings,
  createCensusMetrics,
  createPipelineMetrics,
  createQueueMetrics,
  createStoreMetrics,
} from "@boomgate/backend";
import {
  createGeneratorMetrics,
  entryGeneratorSettings,
  exitGeneratorSettings,
  generatorProcessSettings,
} from "@boomgate/generators";
import { CameraMetrics, createGatewayMetrics, gatewaySettings } from "@boomgate/gateway";
import type { Settings } from "@boomgate/platform/config";
import { createTracingMetrics } from "@boomgate/platform/tracing";
import { createMessagingMetrics, type Registry } from "@boomgate/platform/telemetry";
import { createLedgerMetrics, createSinkMetrics, summaryApiSettings } from "@boomgate/summary-api";

/** What the catalogues hold of one service. */
export interface Service {
  readonly name: string;
  readonly settings: Settings;
  /** Functions that register metrics; together they make what `/metrics` answers. */
  readonly metrics: readonly ((registry: Registry) => unknown)[];
}

export const services: readonly Service[] = [
  {
    name: "entry-generator",
    settings: { ...generatorProcessSettings, ...entryGeneratorSettings },
    metrics: [createMessagingMetrics, createGeneratorMetrics, createTracingMetrics],
  },
  {
    name: "exit-generator",
    settings: { ...generatorProcessSettings, ...exitGeneratorSettings },
    metrics: [createMessagingMetrics, createGeneratorMetrics, createTracingMetrics],
  },
  {
    name: "gateway",
    settings: gatewaySettings,
    metrics: [
      createMessagingMetrics,
      createGatewayMetrics,
      (registry) => new CameraMetrics(registry),
      createTracingMetrics,
    ],
  },
  {
    name: "backend",
    settings: backendSettings,
    metrics: [
      createMessagingMetrics,
      createPipelineMetrics,
      createQueueMetrics,
      createStoreMetrics,
      createTracingMetrics,
      createCensusMetrics,
    ],
  },
  {
    name: "summary-api",
    settings: summaryApiSettings,
    metrics: [createSinkMetrics, createLedgerMetrics, createTracingMetrics],
  },
];
