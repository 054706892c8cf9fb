import {
  DEFAULT_ENTRY_QUEUE,
  auditStreamOf,
  DEFAULT_EXIT_QUEUE,
  DOCUMENT_PREFIX,
  epochStreamOf,
  eventExchangesOf,
  parkedExchangeOf,
  parkedQueueOf,
  RETRY_DELAYS_MS,
  outcomesExchangeOf,
  retryQueueOf,
  returnExchangeOf,
  unacceptedExchangeOf,
  unacceptedStreamOf,
} from "@boomgate/contracts";

export const VIRTUAL_HOST = "parking";

/** What a user of the broker may do: regular expressions over names, "" matches nothing. */
interface BrokerAccount {
  readonly user: string;
  readonly tags: readonly string[];
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}

const exactly = (...names: readonly string[]) =>
  `^(${names.map((name) => name.replaceAll(".", "\\.")).join("|")})$`;

const names = { entryQueue: DEFAULT_ENTRY_QUEUE, exitQueue: DEFAULT_EXIT_QUEUE, prefix: "" };
const events = eventExchangesOf(names);

const publisherOf = (user: string, exchange: string): BrokerAccount => ({
  user,
  tags: [],
  configure: "",
  write: exactly(exchange),
  read: "",
});

/** The streams that a rebuild reads; their exchanges have the same names. */
const streams = [auditStreamOf, unacceptedStreamOf, epochStreamOf].map((streamOf) =>
  streamOf(names),
);

/**
 * No user may configure: the broker loads its queues when it starts, and services only check them. No user may write
 * to the default exchange, through which a message reaches any queue, and with one header several.
 */
export const brokerAccounts: readonly BrokerAccount[] = [
  publisherOf("entry-generator", events.entry),
  publisherOf("exit-generator", events.exit),
  {
    user: "gateway",
    tags: [],
    configure: "",
    // The right to write to a queue leads no message into it, and lets the gateway ask how long the queue is.
    write: exactly(
      ...[events.entry, events.exit, DEFAULT_ENTRY_QUEUE, DEFAULT_EXIT_QUEUE],
      // What cameras send and nobody can use.
      parkedExchangeOf(names),
    ),
    read: "",
  },
  {
    user: "backend",
    tags: [],
    configure: "",
    // Into the streams: a new epoch, and the mark at which a reader ends.
    write: exactly(
      parkedExchangeOf(names),
      unacceptedExchangeOf(names),
      outcomesExchangeOf(names),
      ...RETRY_DELAYS_MS.map((delayMs) => retryQueueOf(names, delayMs)),
      ...streams,
    ),
    read: exactly(DEFAULT_ENTRY_QUEUE, DEFAULT_EXIT_QUEUE, ...streams),
  },
  {
    user: "summary-api",
    tags: [],
    configure: "",
    // What it cannot read is parked.
    write: exactly(parkedExchangeOf(names)),
    // The queue of outcomes has the name of its exchange.
    read: exactly(outcomesExchangeOf(names)),
  },
  {
    user: "operator",
    tags: [],
    configure: "",
    // A replay, to the queues the messages came from.
    write: exactly(returnExchangeOf(names)),
    read: exactly(parkedQueueOf(names)),
  },
  // Sees metrics, and neither reads nor writes a message.
  { user: "monitor", tags: ["monitoring"], configure: "", write: "", read: "" },
];

/** What a user of Redis may do, in the words of its ACL. */
interface StoreAccount {
  readonly user: string;
  /** Patterns: "a* ~b*" is two of them. */
  readonly keys: string;
  readonly commands: readonly string[];
}

const connecting = ["auth", "hello", "ping", "select", "quit"];
const parkedVehicles = ["sadd", "srem", "spop", "scard", "srandmember", "eval", "evalsha"];

export const storeAccounts: readonly StoreAccount[] = [
  {
    user: "entry-generator",
    keys: "parked_vehicles*",
    commands: [...connecting, ...parkedVehicles],
  },
  {
    user: "exit-generator",
    keys: "parked_vehicles*",
    commands: [...connecting, ...parkedVehicles],
  },
  {
    user: "backend",
    keys: `${DOCUMENT_PREFIX}* ~store:*`,
    commands: [
      ...connecting,
      "mget",
      "get",
      "set",
      "time",
      "zadd",
      "zcard",
      "zrange",
      "zrem",
      "zremrangebyscore",
      "eval",
      "evalsha",
      "info",
      "wait",
      "scan",
      "unlink",
    ],
  },
];
