import {
  DEFAULT_ENTRY_QUEUE,
  auditStreamOf,
  DEFAULT_EXIT_QUEUE,
  ENTRY_KEY,
  epochStreamOf,
  EVENTS_EXCHANGE,
  EXIT_KEY,
  parkedQueueOf,
} from "@boomgate/contracts";

export const VIRTUAL_HOST = "parking";

/** What a user of the broker may do: regular expressions over names, "" matches nothing. */
export interface BrokerAccount {
  readonly user: string;
  readonly tags: readonly string[];
  readonly configure: string;
  readonly write: string;
  readonly read: string;
  /** The only routing key it may publish with at the exchange of the events. */
  readonly key?: string;
}

const exactly = (...names: readonly string[]) =>
  `^(${names.map((name) => name.replaceAll(".", "\\.")).join("|")})$`;

const publisherOf = (user: string, key: string): BrokerAccount => ({
  user,
  tags: [],
  configure: "",
  write: exactly(EVENTS_EXCHANGE),
  read: "",
  key,
});

/** What a rebuild reads. */
const names = { entryQueue: DEFAULT_ENTRY_QUEUE, exitQueue: DEFAULT_EXIT_QUEUE, prefix: "" };
const streams = [auditStreamOf(names), epochStreamOf(names)];

/** Nobody may configure: the broker loads its queues at its start, and services only check them. */
export const brokerAccounts: readonly BrokerAccount[] = [
  publisherOf("entry-generator", ENTRY_KEY),
  publisherOf("exit-generator", EXIT_KEY),
  {
    user: "backend",
    tags: [],
    configure: "",
    // Parked messages and epochs go to their queue by name, which is the default exchange.
    write: `^(amq\\.default|vehicle_events\\.retry\\.\\d+s)$`,
    read: exactly(DEFAULT_ENTRY_QUEUE, DEFAULT_EXIT_QUEUE, ...streams),
  },
  {
    user: "operator",
    tags: [],
    configure: "",
    // Back to the queues they came from.
    write: exactly("amq.default"),
    read: exactly(parkedQueueOf(names)),
  },
  // Sees figures, and neither reads nor writes a message.
  { user: "monitor", tags: ["monitoring"], configure: "", write: "", read: "" },
];

/** What a user of Redis may do, in the words of its ACL. */
export interface StoreAccount {
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
    keys: "history:* ~store:*",
    commands: [
      ...connecting,
      "mget",
      "get",
      "set",
      "eval",
      "evalsha",
      "info",
      "wait",
      "scan",
      "unlink",
    ],
  },
];
