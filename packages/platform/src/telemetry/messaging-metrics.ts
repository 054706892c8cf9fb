import type { MessagingObserver } from "../messaging/index.js";
import { readTraceparent } from "../tracing/trace-context.js";
import { Counter, Gauge, HotHistogram, latencyBucketsSeconds, type Registry } from "./metrics.js";

/** Where a process publishes. */
export interface Destination {
  readonly exchange: string;
  readonly routingKey: string;
}

/**
 * Counts what a broker adapter reports; once per registry.
 * @param destinations - exported as 0 before anything is published: a counter that begins with 1 shows no increase
 */
export function createMessagingMetrics(
  registry: Registry,
  destinations: readonly Destination[] = [],
): MessagingObserver {
  const registers = [registry];
  // Both labels come from the topology, which is a closed set.
  const labelNames = ["exchange", "routing_key"] as const;
  const counter = (name: string, help: string) =>
    new Counter({ name, help, labelNames, registers });

  const published = counter(
    "parking_messages_published_total",
    "Messages handed to the broker, whatever became of them.",
  );
  const confirmed = counter(
    "parking_messages_confirmed_total",
    "Messages the broker confirmed and routed to a queue.",
  );
  const returned = counter(
    "parking_messages_returned_total",
    "Messages that came back because no queue is bound for them.",
  );
  const refused = counter(
    "parking_messages_refused_total",
    "Messages the broker refused, or whose confirm was lost with the connection.",
  );
  const events = (name: string, what: string) =>
    counter(name, `Events in ${what}; a message counts as one unless it holds an array of events.`);
  const eventsConfirmed = events(
    "parking_events_confirmed_total",
    "the messages that the broker confirmed and routed to a queue",
  );
  const eventsRefused = events(
    "parking_events_refused_total",
    "the messages that the broker refused, or whose confirm was lost",
  );
  const confirmSeconds = new HotHistogram({
    name: "parking_message_confirm_seconds",
    help: "Time from the publish of a message to its confirm.",
    labelNames,
    buckets: latencyBucketsSeconds,
    registers,
  });
  const blocked = new Gauge({
    name: "parking_broker_blocked",
    help: "1 while the broker refuses publishes for want of memory or disk.",
    registers,
  });
  const connected = new Gauge({
    name: "parking_broker_connected",
    help: "1 while the broker is connected.",
    registers,
  });
  const consuming = new Gauge({
    name: "parking_consumer_active",
    help: "1 while messages of the queue are being consumed.",
    labelNames: ["queue"],
    registers,
  });

  for (const { exchange, routingKey: routing_key } of destinations) {
    for (const each of [
      ...[published, confirmed, returned, refused],
      ...[eventsConfirmed, eventsRefused],
    ]) {
      each.inc({ exchange, routing_key }, 0);
    }
  }
  return {
    published: (exchange, routing_key) => published.inc({ exchange, routing_key }),
    confirmed: (exchange, routing_key, seconds, { headers, eventCount = 1 }) => {
      confirmed.inc({ exchange, routing_key });
      eventsConfirmed.inc({ exchange, routing_key }, eventCount);
      const trace = readTraceparent(headers["traceparent"]);
      confirmSeconds.observe({ exchange, routing_key }, seconds, trace);
    },
    returned: (exchange, routing_key) => returned.inc({ exchange, routing_key }),
    refused: (exchange, routing_key, { eventCount = 1 }) => {
      refused.inc({ exchange, routing_key });
      eventsRefused.inc({ exchange, routing_key }, eventCount);
    },
    blocked: (isBlocked) => blocked.set(Number(isBlocked)),
    connected: (isConnected) => connected.set(Number(isConnected)),
    consuming: (queue, isConsuming) => consuming.set({ queue }, Number(isConsuming)),
  };
}
