/** Where events are published: a topic exchange, as only there can a user be allowed one key. */
export const EVENTS_EXCHANGE = "parking.events";
export const ENTRY_KEY = "entry";
export const EXIT_KEY = "exit";

export const DEFAULT_ENTRY_QUEUE = "vehicle_entries";
export const DEFAULT_EXIT_QUEUE = "vehicle_exits";

export type QueueType = "quorum" | "classic";

/** Names that may differ from one installation to the next. */
export interface QueueNames {
  readonly entryQueue: string;
  readonly exitQueue: string;
  /** Put before the names of exchange, parking lot and retry queues; "" outside of tests. */
  readonly prefix: string;
}

/** @param settings - of a service, by the names of their environment variables */
export const queueNamesOf = (settings: {
  readonly ENTRY_QUEUE: string;
  readonly EXIT_QUEUE: string;
  readonly TOPOLOGY_PREFIX: string | undefined;
}): QueueNames => ({
  entryQueue: settings.ENTRY_QUEUE,
  exitQueue: settings.EXIT_QUEUE,
  prefix: settings.TOPOLOGY_PREFIX ?? "",
});

/** Messages that cannot be processed wait here, with their cause, for a person. */
export const parkedQueueOf = (names: QueueNames) => `${names.prefix}vehicle_events.parked`;

export const eventsExchangeOf = (names: QueueNames) => `${names.prefix}${EVENTS_EXCHANGE}`;

/** Waiting times of the three retries, then the message is parked. */
export const RETRY_DELAYS_MS = [1_000, 10_000, 60_000] as const;

/** A fanout exchange and its queue, both of this name, hold a message for the delay. */
export const retryQueueOf = (names: QueueNames, delayMs: number) =>
  `${names.prefix}vehicle_events.retry.${delayMs / 1_000}s`;

/** Keeps a copy of every event that went through the exchange, so that a lost store can be rebuilt. */
export const auditStreamOf = (names: QueueNames) => `${names.prefix}parking.audit`;

/** Keeps which store is the true one, outside of the store. */
export const epochStreamOf = (names: QueueNames) => `${names.prefix}parking.epochs`;

/** As long as an open stay is remembered (MAX_STAY_MS), and not more than a disk can take. */
const AUDIT_BOUNDS = { "x-max-age": "30D", "x-max-length-bytes": 5_000_000_000 };

/** Streams forget by whole segments: small ones, or the bounds would come late. */
const STREAM = { "x-queue-type": "stream", "x-stream-max-segment-size-bytes": 50_000_000 };

/**
 * RabbitMQ from 4.0 on drops a message of a quorum queue after 20 deliveries unless told otherwise, and each end
 * of a consumer is a delivery of all it had in hand. As a number, since -1 lets 4.0 keep it and 3.10 drop it at
 * once; a policy with a smaller number and a place for what it takes still applies.
 */
const NEVER_DROPPED = { "x-delivery-limit": 2_000_000_000 };

/** Header names of our publishers, of retries and of parked messages. */
export const HEADERS = {
  /** Ms since 1970 at which the publisher sent the event; tells the wait in the queue. */
  publishedAt: "x-published-at",
  traceparent: "traceparent",
  /** Times the event was tried before; counted by us, as brokers count differently. */
  attempt: "x-attempt",
  parkedCode: "x-parked-code",
  parkedReason: "x-parked-reason",
  parkedAt: "x-parked-at",
  originalQueue: "x-original-queue",
  replayCount: "x-replay-count",
} as const;

/**
 * Everything the pipeline needs on the broker, as data.
 * Only what never has to change later is an argument of a queue; limits belong into policies.
 */
export function pipelineTopology(names: QueueNames, type: QueueType) {
  const typeArguments = { "x-queue-type": type };
  const keptArguments = type === "quorum" ? { ...typeArguments, ...NEVER_DROPPED } : typeArguments;
  return {
    exchanges: [
      { name: eventsExchangeOf(names), type: "topic" as const },
      ...RETRY_DELAYS_MS.map((delayMs) => ({
        name: retryQueueOf(names, delayMs),
        type: "fanout" as const,
      })),
    ],
    queues: [
      { name: names.entryQueue, arguments: keptArguments },
      { name: names.exitQueue, arguments: keptArguments },
      { name: parkedQueueOf(names), arguments: keptArguments },
      ...RETRY_DELAYS_MS.map((delayMs) => ({
        name: retryQueueOf(names, delayMs),
        arguments: { ...typeArguments, ...returnAfter(delayMs, type) },
      })),
    ],
    bindings: [
      { exchange: eventsExchangeOf(names), key: ENTRY_KEY, queue: names.entryQueue },
      { exchange: eventsExchangeOf(names), key: EXIT_KEY, queue: names.exitQueue },
      ...RETRY_DELAYS_MS.map((delayMs) => ({
        exchange: retryQueueOf(names, delayMs),
        key: "",
        queue: retryQueueOf(names, delayMs),
      })),
    ],
    streams: [
      {
        name: auditStreamOf(names),
        arguments: { ...STREAM, ...AUDIT_BOUNDS },
        bindings: [ENTRY_KEY, EXIT_KEY].map((key) => ({ exchange: eventsExchangeOf(names), key })),
      },
      { name: epochStreamOf(names), arguments: STREAM, bindings: [] },
    ],
  };
}

/**
 * The routing key of a retried message is its original queue, and dead-lettering through the default
 * exchange keeps it: so the message comes back to where it was.
 */
function returnAfter(delayMs: number, type: QueueType): Readonly<Record<string, string | number>> {
  const returning = { "x-message-ttl": delayMs, "x-dead-letter-exchange": "" };
  // Quorum queues hand over at least once, but only when they refuse instead of dropping when full.
  return type === "quorum"
    ? { ...returning, "x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish" }
    : returning;
}
