import {
  Counter,
  Gauge,
  HotCounter,
  HotHistogram,
  latencyBucketsSeconds,
  type Registry,
} from "@boomgate/platform/telemetry";

/** What is read at each scrape. */
export interface GatewayGauges {
  readonly inFlight: { readonly events: number; readonly bytes: number };
}

/** Everything the gateway reports. @param gauges - left out where only the names are wanted */
export function createGatewayMetrics(registry: Registry, gauges?: GatewayGauges) {
  const registers = [registry];
  const inFlight = (name: string, unit: "events" | "bytes", help: string) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        if (gauges !== undefined) this.set(gauges.inFlight[unit]);
      },
    });
  return {
    inFlightEvents: inFlight(
      "parking_gateway_in_flight_events",
      "events",
      "Events that the broker has not confirmed yet.",
    ),
    inFlightBytes: inFlight(
      "parking_gateway_in_flight_bytes",
      "bytes",
      "Bytes of bodies whose request has no answer yet.",
    ),
    /** `code` is "" for queued events. */
    events: new HotCounter({
      name: "parking_gateway_events_total",
      help: "Events that came by HTTP, by what the sender was answered.",
      labelNames: ["result", "code"],
      registers,
    }),
    /** The events are published without these fields, so the backends do not see them. */
    ignoredFields: new Counter({
      name: "parking_gateway_fields_ignored_total",
      help: "Optional fields of queued events that could not be read.",
      labelNames: ["field"],
      registers,
    }),
    refusals: new Counter({
      name: "parking_gateway_refusals_total",
      help: "Requests that were refused before their events were judged, by the code of the problem.",
      labelNames: ["code"],
      registers,
    }),
    requests: new HotCounter({
      name: "parking_gateway_requests_total",
      help: "Answered requests by method, route and status.",
      labelNames: ["method", "route", "status"],
      registers,
    }),
    requestSeconds: new HotHistogram({
      name: "parking_gateway_request_seconds",
      help: "Time to answer a request with events, the confirms of the broker among it.",
      labelNames: ["route"],
      buckets: latencyBucketsSeconds,
      registers,
    }),
  };
}

export type GatewayMetrics = ReturnType<typeof createGatewayMetrics>;
