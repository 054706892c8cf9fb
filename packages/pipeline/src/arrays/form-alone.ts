import { EVENT_ARRAY_CONTENT_TYPE } from "@boomgate/contracts";
import type { Delivery } from "@boomgate/platform/messaging";
import { ElementDelivery } from "./array-in-hand.js";

/**
 * How a message, or an event of an array, is published again in a message of its own. Alone, an element that is no
 * event could be taken for one: it goes on as an array of its own.
 */
export function formAlone(delivery: Delivery): Pick<Delivery, "body" | "contentType"> {
  const { body, contentType } = delivery;
  if (!(delivery instanceof ElementDelivery) || delivery.broken === undefined)
    return { body, contentType };
  return {
    body: Buffer.from(`[${body.toString()}]`),
    contentType: EVENT_ARRAY_CONTENT_TYPE,
  };
}
