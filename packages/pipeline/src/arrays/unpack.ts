import { HEADERS } from "@boomgate/contracts";
import type { Delivery, MessagePublisher } from "@boomgate/platform/messaging";
import { keptHeaders } from "../kept-headers.js";
import { formAlone } from "./form-alone.js";
import type { Message } from "../handler.js";

/** Deliveries of an array after which its events go on alone. */
const DELIVERIES_TOGETHER = 2;

/**
 * How often the broker gave the message to a consumer before and got it back, as quorum queues count it; classic
 * queues do not count, and have no limit.
 */
export function deliveriesBefore({ headers, redelivered }: Delivery): number {
  const count = redelivered ? headers["x-delivery-count"] : 0;
  return typeof count === "number" && Number.isSafeInteger(count) ? count : 0;
}

/** One event may end the process each time: alone it drives no other one to the delivery limit of its queue. */
export const shouldUnpack = (delivery: Delivery): boolean =>
  deliveriesBefore(delivery) >= DELIVERIES_TOGETHER;

/**
 * Publishes each event of an array in a message of its own, which comes back to the same queue.
 * @param messages - of the elements
 * @returns resolves once the broker has confirmed all of them; only then may the array be acked
 */
export async function unpack(
  messages: readonly Message[],
  publisher: MessagePublisher,
  returnExchange: string,
): Promise<void> {
  await Promise.all(
    messages.map((message) => {
      const { delivery } = message;
      return publisher.publish({
        exchange: returnExchange,
        routingKey: delivery.queue,
        ...formAlone(delivery),
        messageId: delivery.messageId,
        timestampMs: delivery.timestampMs,
        appId: delivery.appId,
        headers: { ...keptHeaders(message), [HEADERS.unpacked]: true },
      });
    }),
  );
}
