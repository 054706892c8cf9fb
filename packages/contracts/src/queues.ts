export const DEFAULT_ENTRY_QUEUE = "vehicle_entries";
export const DEFAULT_EXIT_QUEUE = "vehicle_exits";

export type QueueType = "quorum" | "classic";

/** Names that may differ from one installation to the next. */
export interface QueueNames {
  readonly entryQueue: string;
  readonly exitQueue: string;
  /** Put before all names but those of the two queues; "" outside of tests. */
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

/** Where the events of each kind are published. */
export type EventExchanges = Readonly<Record<"entry" | "exit", string>>;

/**
 * One fanout exchange for each kind of event: a fanout ignores the headers `CC` and `BCC`, with which a
 * sender could route a copy elsewhere, and a user can be allowed one of them.
 */
export const eventExchangesOf = (names: QueueNames): EventExchanges => ({
  entry: `${names.prefix}parking.entries`,
  exit: `${names.prefix}parking.exits`,
});

/**
 * Brings a message back to the queue that its routing key names: after a retry's delay, or from the parking
 * lot. It leads to no stream, as the event is there already.
 */
export const returnExchangeOf = (names: QueueNames) => `${names.prefix}parking.return`;

/** Messages that cannot be processed wait here, with their cause, for a person. */
export const parkedQueueOf = (names: QueueNames) => `${names.prefix}parking.parked`;

/** Messages that a backend parks go through here, so their `x-parked-…` headers are known to be ours. */
export const parkedExchangeOf = parkedQueueOf;

/** Messages that the broker itself parks go through here, with the headers of their sender. */
export const poisonExchangeOf = (names: QueueNames) => `${names.prefix}parking.poison`;

/** Waiting times of the three retries, then the message is parked. */
export const RETRY_DELAYS_MS = [1_000, 10_000, 60_000] as const;

/** A fanout exchange and its queue, both of this name, hold a message for the delay. */
export const retryQueueOf = (names: QueueNames, delayMs: number) =>
  `${names.prefix}parking.retry.${delayMs / 1_000}s`;

/**
 * Keeps a copy of every event that went through its exchange, so that a lost store can be rebuilt.
 * An exchange of the same name leads to the stream alone, as for each stream.
 */
export const auditStreamOf = (names: QueueNames) => `${names.prefix}parking.audit`;

/**
 * Keeps a copy of every event that was parked without being accepted, so that a rebuild does not accept it;
 * and of each that was accepted when it was delivered again, as it may have been parked before.
 */
export const unacceptedStreamOf = (names: QueueNames) => `${names.prefix}parking.unaccepted`;

/** Messages that are parked without having been accepted go through here. */
export const unacceptedExchangeOf = (names: QueueNames) =>
  `${names.prefix}parking.parked_unaccepted`;

/** Keeps the epoch of the store that backends use, outside of that store. */
export const epochStreamOf = (names: QueueNames) => `${names.prefix}parking.epochs`;

/** A fanout exchange and its queue, both of this name, carry what became of reads to the ledger. */
export const outcomesExchangeOf = (names: QueueNames): string => `${names.prefix}parking.outcomes`;

/** How long streams keep events: a rebuild needs them for MAX_STAY_MS and a horizon more. */
export const EVENTS_KEPT_DAYS = 100;

/** Bounds of the streams in time and in bytes. */
const EVENT_BOUNDS = {
  "x-max-age": `${EVENTS_KEPT_DAYS}D`,
  "x-max-length-bytes": 50_000_000_000,
};

/** Streams drop whole segments; with large ones, events would be kept far beyond the bounds. */
const STREAM = { "x-queue-type": "stream", "x-stream-max-segment-size-bytes": 50_000_000 };

/**
 * RabbitMQ from 4.0 on drops a message of a quorum queue after 20 deliveries unless the queue has a limit of its own, and when a
 * consumer ends, all that it had in hand counts as delivered once. As a number, since -1 lets 4.0 keep it and 3.10 drop it at
 * once; a policy with a smaller number and a place for what it takes still applies.
 */
const NEVER_DROPPED = { "x-delivery-limit": 2_000_000_000 };

/** Header names of our publishers, of retries and of parked messages. */
export const HEADERS = {
  /** Ms since 1970 at which the publisher sent the event; the wait in the queue is measured from it. */
  publishedAt: "x-published-at",
  traceparent: "traceparent",
  tracestate: "tracestate",
  /** Times the event was tried before; counted by us, as brokers count differently. */
  attempt: "x-attempt",
  parkedCode: "x-parked-code",
  parkedReason: "x-parked-reason",
  parkedAt: "x-parked-at",
  originalQueue: "x-original-queue",
  replayCount: "x-replay-count",
  /** On an event that was taken out of an array: the array was delivered before. */
  unpacked: "x-unpacked",
  /** On a copy of an event that was accepted. */
  accepted: "x-accepted",
  /** What the sender of an event put beside the body, as one bounded text for a person to read. */
  sender: "x-sender-headers",
  /** On a parked body of a camera: its name. */
  camera: "x-camera",
} as const;

/** Headers of a sender that a copy of the message keeps as they are. */
export const PASSED_ON: readonly string[] = [
  HEADERS.publishedAt,
  HEADERS.traceparent,
  HEADERS.tracestate,
];

/**
 * Everything the pipeline needs on the broker, as data.
 * Only what never has to change later is an argument of a queue; limits belong into policies.
 */
export function pipelineTopology(names: QueueNames, type: QueueType) {
  const typeArguments = { "x-queue-type": type };
  const events = eventExchangesOf(names);
  const keptArguments = type === "quorum" ? { ...typeArguments, ...NEVER_DROPPED } : typeArguments;
  return {
    exchanges: [
      fanout(events.entry),
      fanout(events.exit),
      { name: returnExchangeOf(names), type: "direct" as const },
      fanout(parkedExchangeOf(names)),
      fanout(poisonExchangeOf(names)),
      fanout(unacceptedExchangeOf(names)),
      fanout(auditStreamOf(names)),
      fanout(unacceptedStreamOf(names)),
      fanout(epochStreamOf(names)),
      // Its queue belongs to the ledger: until the ledger declares it, outcomes cannot be routed.
      fanout(outcomesExchangeOf(names)),
      ...RETRY_DELAYS_MS.map((delayMs) => fanout(retryQueueOf(names, delayMs))),
    ],
    queues: [
      { name: names.entryQueue, arguments: keptArguments },
      { name: names.exitQueue, arguments: keptArguments },
      { name: parkedQueueOf(names), arguments: keptArguments },
      ...RETRY_DELAYS_MS.map((delayMs) => ({
        name: retryQueueOf(names, delayMs),
        arguments: { ...typeArguments, ...returnAfter(delayMs, returnExchangeOf(names), type) },
      })),
    ],
    bindings: [
      { exchange: events.entry, key: "", queue: names.entryQueue },
      { exchange: events.exit, key: "", queue: names.exitQueue },
      ...[names.entryQueue, names.exitQueue].map((queue) => ({
        exchange: returnExchangeOf(names),
        key: queue,
        queue,
      })),
      ...[parkedExchangeOf, unacceptedExchangeOf, poisonExchangeOf].map((exchangeOf) => ({
        exchange: exchangeOf(names),
        key: "",
        queue: parkedQueueOf(names),
      })),
      ...RETRY_DELAYS_MS.map((delayMs) => ({
        exchange: retryQueueOf(names, delayMs),
        key: "",
        queue: retryQueueOf(names, delayMs),
      })),
    ],
    streams: [
      {
        name: auditStreamOf(names),
        arguments: { ...STREAM, ...EVENT_BOUNDS },
        bindings: [events.entry, events.exit, auditStreamOf(names)].map(always),
      },
      {
        name: unacceptedStreamOf(names),
        arguments: { ...STREAM, ...EVENT_BOUNDS },
        bindings: [unacceptedExchangeOf(names), unacceptedStreamOf(names)].map(always),
      },
      {
        name: epochStreamOf(names),
        arguments: STREAM,
        bindings: [epochStreamOf(names)].map(always),
      },
    ],
  };
}

const fanout = (name: string) => ({ name, type: "fanout" as const });

const always = (exchange: string) => ({ exchange, key: "" });

/**
 * The routing key of a retried message is its original queue, and dead-lettering keeps it: so the message
 * comes back to where it was.
 */
function returnAfter(
  delayMs: number,
  exchange: string,
  type: QueueType,
): Readonly<Record<string, string | number>> {
  const returning = { "x-message-ttl": delayMs, "x-dead-letter-exchange": exchange };
  // Quorum queues hand over at least once, but only when they refuse instead of dropping when full.
  return type === "quorum"
    ? { ...returning, "x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish" }
    : returning;
}
