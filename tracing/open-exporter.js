import { SpanKind, SpanStatusCode, TraceFlags } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";

const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};
const SCOPE = { name: "boomgate" };

/**
 * Sends finished spans to a collector by OTLP over HTTP. OpenTelemetry reads headers, certificates, compression and time
 * limit from its environment variables (OTEL_EXPORTER_OTLP_HEADERS, ...).
 * @param {{ endpoint: string, version: string }} options
 * @returns `send` resolves to undefined, or to the error of the request
 */
export function openExporter({ endpoint, version }) {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, "")}/v1/traces` });
  const resources = new Map();
  const resourceOf = (service) => {
    if (!resources.has(service)) {
      const named = { "service.name": service, "service.version": version };
      resources.set(service, resourceFromAttributes(named));
    }
    return resources.get(service);
  };
  return {
    send: (batch) =>
      new Promise((resolve) => {
        const spans = batch.map(({ service, span }) => readable(span, resourceOf(service)));
        exporter.export(spans, ({ error }) => resolve(error));
      }),
    close: () => exporter.shutdown(),
  };
}

/** A span in the form of the SDK. */
const readable = (span, resource) => ({
  name: span.name,
  kind: KINDS[span.kind],
  spanContext: () => contextOf(span.trace),
  ...(span.trace.parentSpanId
    ? { parentSpanContext: { ...contextOf(span.trace), spanId: span.trace.parentSpanId } }
    : {}),
  startTime: timeOf(span.startMs),
  endTime: timeOf(Math.max(span.startMs, span.endMs)),
  duration: [0, 0],
  ended: true,
  status: span.error
    ? { code: SpanStatusCode.ERROR, message: span.error }
    : { code: SpanStatusCode.UNSET },
  attributes: span.attributes,
  links: (span.links ?? []).map((trace) => ({ context: contextOf(trace) })),
  events: [],
  resource,
  instrumentationScope: SCOPE,
  droppedAttributesCount: 0,
  droppedEventsCount: 0,
  droppedLinksCount: 0,
});

const contextOf = ({ traceId, spanId, isSampled }) => ({
  traceId,
  spanId,
  traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
});

/** Seconds and nanoseconds. */
function timeOf(ms) {
  const seconds = Math.floor(ms / 1_000);
  return [seconds, Math.round((ms - seconds * 1_000) * 1e6)];
}
