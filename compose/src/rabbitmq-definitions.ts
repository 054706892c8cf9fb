import { createHash, randomBytes } from "node:crypto";
import {
  DEFAULT_ENTRY_QUEUE,
  DEFAULT_EXIT_QUEUE,
  outcomesTopology,
  pipelineTopology,
  poisonExchangeOf,
} from "@boomgate/contracts";
import { brokerAccounts, VIRTUAL_HOST } from "./accounts.js";
import { type Secrets, secretOf } from "./secret-files.js";

/** Names of the queues in the stack. */
export const names = { entryQueue: DEFAULT_ENTRY_QUEUE, exitQueue: DEFAULT_EXIT_QUEUE, prefix: "" };

/** What the broker loads when it starts: users, their rights, queues, and policies. */
export function rabbitmqDefinitions(secrets: Secrets) {
  const { queues, bindings, streams, ...pipeline } = pipelineTopology(names, "quorum");
  const ledger = outcomesTopology(names, "quorum");
  const known = new Set(pipeline.exchanges.map(({ name }) => name));
  const exchanges = [
    ...pipeline.exchanges,
    ...ledger.exchanges.filter(({ name }) => !known.has(name)),
  ];
  const lasting = { vhost: VIRTUAL_HOST, durable: true, auto_delete: false };
  return {
    vhosts: [{ name: VIRTUAL_HOST }],
    users: brokerAccounts.map(({ user, tags }) => ({
      name: user,
      tags,
      password_hash: hashOf(secretOf(secrets, `rabbitmq-${user}`)),
      hashing_algorithm: "rabbit_password_hashing_sha256",
    })),
    permissions: brokerAccounts.map(({ user, configure, write, read }) => ({
      user,
      vhost: VIRTUAL_HOST,
      configure,
      write,
      read,
    })),
    exchanges: exchanges.map((exchange) => ({
      ...exchange,
      ...lasting,
      internal: false,
      arguments: {},
    })),
    queues: [...queues, ...ledger.queues, ...streams].map(({ name, arguments: given }) => ({
      ...{ name, arguments: given },
      ...lasting,
    })),
    bindings: [...bindings, ...ledger.bindings, ...streams.flatMap(bindingsOf)].map(
      ({ exchange, key, queue }) => ({
        vhost: VIRTUAL_HOST,
        source: exchange,
        destination: queue,
        destination_type: "queue",
        routing_key: key,
        arguments: {},
      }),
    ),
    policies: [names.entryQueue, names.exitQueue].map(poisonPolicyOf),
  };
}

type Stream = ReturnType<typeof pipelineTopology>["streams"][number];

const bindingsOf = ({ name, bindings }: Stream) =>
  bindings.map((binding) => ({ ...binding, queue: name }));

/**
 * Parks a message that is delivered too often; without this policy the broker drops it at its 21st delivery. A crash
 * counts as a delivery of every message in hand, so the limit is far above what restarts of a healthy backend reach.
 * The routing key of the parked message is the name of its queue.
 */
const poisonPolicyOf = (queue: string) => ({
  vhost: VIRTUAL_HOST,
  name: `poison-of-${queue}-is-parked`,
  pattern: `^${queue}$`,
  "apply-to": "queues",
  priority: 1,
  definition: {
    "delivery-limit": 100,
    "dead-letter-exchange": poisonExchangeOf(names),
    "dead-letter-routing-key": queue,
    "dead-letter-strategy": "at-least-once",
    overflow: "reject-publish",
  },
});

/** Base64 of salt and SHA-256 of salt and password: as the broker keeps passwords. */
function hashOf(password: string): string {
  const salt = randomBytes(4);
  const digest = createHash("sha256").update(salt).update(password, "utf8").digest();
  return Buffer.concat([salt, digest]).toString("base64");
}
