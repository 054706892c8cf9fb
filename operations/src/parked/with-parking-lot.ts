import { parkedQueueOf, type QueueNames, queueNamesOf } from "@boomgate/contracts";
import { openCommandBroker } from "@boomgate/platform/cli";
import { brokerSettings } from "@boomgate/platform/config";
import { readConfigOrExit } from "@boomgate/platform/lifecycle";
import { type MessageBroker, QueueMissingError } from "@boomgate/platform/messaging";
import { warn } from "./tell.js";

/** Nothing is declared: a name nobody uses must be told, not made. */
const NOTHING = { exchanges: [], queues: [], bindings: [] };

/**
 * Opens the broker for one command; what the command holds and does not ack goes back at its end.
 * @throws {BrokerAwayError}
 * @throws when there is no such parking lot, with what to look at
 */
export async function withParkingLot<T>(
  env: NodeJS.ProcessEnv,
  command: (broker: MessageBroker, names: QueueNames) => Promise<T>,
): Promise<T> {
  const config = readConfigOrExit(brokerSettings, env);
  const names = queueNamesOf(config);
  const broker = await openCommandBroker({
    url: config.AMQP_URL,
    topology: NOTHING,
    clientName: "parked",
    say: warn,
  });
  try {
    await broker.depth(parkedQueueOf(names)).catch((error: unknown) => {
      throw error instanceof QueueMissingError ? noParkingLot(config, error) : error;
    });
    return await command(broker, names);
  } finally {
    await broker.close();
  }
}

function noParkingLot(
  config: { readonly AMQP_URL: string; readonly TOPOLOGY_PREFIX: string | undefined },
  cause: QueueMissingError,
): Error {
  const { host, pathname } = new URL(config.AMQP_URL);
  const vhost = decodeURIComponent(pathname.slice(1)) || "/";
  const prefix = config.TOPOLOGY_PREFIX;
  const hint =
    prefix === undefined ? "TOPOLOGY_PREFIX is not set" : `TOPOLOGY_PREFIX is "${prefix}"`;
  return new Error(
    `there is no parking lot ${cause.queue} at ${host}, virtual host ${vhost}\n` +
      `${hint}, AMQP_URL names the broker and its virtual host; a backend makes the queue at its start`,
    { cause },
  );
}
