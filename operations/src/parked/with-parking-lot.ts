import { parkedQueueOf, pipelineTopology, queueNamesOf } from "@boomgate/contracts";
import { brokerSettings } from "@boomgate/platform/config";
import { readConfigOrExit } from "@boomgate/platform/lifecycle";
import { type MessageBroker, openAmqpBroker } from "@boomgate/platform/messaging";

const CONNECT_TIMEOUT_MS = 10_000;

/** Opens the broker for one command; what the command holds and does not ack goes back at its end. */
export async function withParkingLot<T>(
  env: NodeJS.ProcessEnv,
  command: (broker: MessageBroker, queue: string) => Promise<T>,
): Promise<T> {
  const config = readConfigOrExit(brokerSettings, env);
  const names = queueNamesOf(config);
  const broker = await openAmqpBroker({
    url: config.AMQP_URL,
    topology: pipelineTopology(names, config.QUEUE_TYPE),
    clientName: "parked",
    log: {
      warn: (_fields, message) => process.stderr.write(`${message}\n`),
      info: () => undefined,
    },
    signal: AbortSignal.timeout(CONNECT_TIMEOUT_MS),
  });
  try {
    return await command(broker, parkedQueueOf(names));
  } finally {
    await broker.close();
  }
}
