import { encodeEvent, HEADERS, pipelineTopology } from "@boomgate/contracts";
import { PackingPublisher } from "@boomgate/pipeline/packing";
import { openAmqpBroker } from "@boomgate/platform/messaging";
import type { Environment } from "../environment.js";
import type { EventSender } from "./event-sender.js";

/** One of so many events has a message of its own in any case. */
const ALONE = 3;
/** All events that are due while the broker is away. */
const MOST_WAITING = Number.POSITIVE_INFINITY;

/** Publishes to the exchanges of the events. @param isPacked - whether events that come at once share a message */
export async function openAmqpSender(
  environment: Environment,
  isPacked: boolean,
): Promise<EventSender> {
  const broker = await openAmqpBroker({
    url: environment.amqpUrl,
    topology: pipelineTopology(environment.names, "quorum"),
    clientName: "chaos",
    mostWaiting: MOST_WAITING,
    log: { warn: () => undefined, info: () => undefined },
  });
  const packing = isPacked ? new PackingPublisher(broker, { mostWaiting: MOST_WAITING }) : broker;
  let published = 0;
  return {
    async send(event) {
      const publisher = published % ALONE === 0 ? broker : packing;
      published += 1;
      await publisher.publish({
        exchange: environment.exchanges[event.kind],
        routingKey: "",
        body: encodeEvent(event),
        messageId: event.id,
        headers: { [HEADERS.publishedAt]: Date.now() },
      });
    },
    close: () => broker.close(),
  };
}
