import { parkedQueueOf, type QueueNames, queueNamesOf } from "@boomgate/contracts";
import { openCommandBroker } from "@boomgate/platform/cli";
import { brokerSettings } from "@boomgate/platform/config";
import { readConfigOrExit } from "@boomgate/platform/lifecycle";
import { type MessageBroker, QueueMissingError } from "@boomgate/platform/messaging";
import { warn } from "../output.js";

/** Declares nothing: a queue that does not exist must be reported, not made. */
const NOTHING = { exchanges: [], queues: [], bindings: [] };

/**
 * Opens the broker for one command. Messages that the command does not ack go back to the queue at its end.
 * @throws {BrokerAwayError}
 * @throws when there is no such parking lot, naming broker and prefix
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
      `${hint}, AMQP_URL names the broker and its virtual host; a backend makes the queue when it starts`,
    { cause },
  );
}
