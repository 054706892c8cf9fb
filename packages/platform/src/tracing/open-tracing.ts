import type { Logger } from "../telemetry/logger.js";
import type { Registry } from "../telemetry/metrics.js";
import { productVersion } from "../telemetry/build-info.js";
import { type SpanExporter, SpanQueue } from "./span-queue.js";
import { Tracer } from "./tracer.js";
import { createTracingMetrics } from "./tracing-metrics.js";

export interface TracingParts {
  /** `processSettings` of the service. */
  readonly config: {
    readonly OTEL_EXPORTER_OTLP_ENDPOINT: string | undefined;
    readonly TRACE_SAMPLED_SHARE: number;
  };
  readonly registry: Registry;
  readonly log: Logger;
  /** Where the optional packages are, outside of tests. */
  readonly packages?: URL;
}

export interface Tracing {
  /** @param service - as it is named in the traces */
  tracerOf(service: string): Tracer;
  /** Sends the spans that wait, or gives them up after some seconds. */
  close(): Promise<void>;
}

/** A package of its own, so that the product does not depend on OpenTelemetry. */
const PACKAGES = new URL("../../../../tracing/", import.meta.url);

/** Traces of a process; exported when there is an endpoint and the optional packages are installed. */
export async function openTracing(parts: TracingParts): Promise<Tracing> {
  const spans = await openQueue(parts);
  const sampledShare = parts.config.TRACE_SAMPLED_SHARE;
  return {
    tracerOf: (service) => new Tracer({ service, sampledShare, spans }),
    close: async () => spans?.close(),
  };
}

async function openQueue(parts: TracingParts): Promise<SpanQueue | undefined> {
  const { config, registry, log, packages = PACKAGES } = parts;
  const endpoint = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  const metrics = createTracingMetrics(registry);
  if (endpoint === undefined) return undefined;
  const exporter = await openExporter(packages, { endpoint, version: productVersion() });
  if (exporter === undefined) {
    log.warn(
      { endpoint },
      "no traces are exported, as the OpenTelemetry packages are not installed: npm ci --prefix tracing",
    );
    return undefined;
  }
  log.info({ endpoint }, "traces are exported");
  return new SpanQueue(exporter, {
    spans: (result, count) => metrics.spans.inc({ result }, count),
    collectorAway: (err) => log.warn({ err, endpoint }, "the collector of traces is away"),
    collectorBack: () => log.info({ endpoint }, "the collector of traces is back"),
  });
}

interface ExporterOptions {
  readonly endpoint: string;
  readonly version: string;
}

/** @returns undefined when the packages are not there */
async function openExporter(
  packages: URL,
  options: ExporterOptions,
): Promise<SpanExporter | undefined> {
  try {
    const program = new URL("open-exporter.js", packages).href;
    const module = (await import(program)) as {
      openExporter(options: ExporterOptions): SpanExporter;
    };
    return module.openExporter(options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
