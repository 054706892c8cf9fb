import { ContractError, isEventArray, readEventArray } from "@boomgate/contracts";
import type { Delivery } from "@boomgate/platform/messaging";
import { ArrayInHand, type ElementDelivery } from "./array-in-hand.js";

/**
 * The events of a message that holds an array of them, each to be settled by itself.
 * @returns undefined when the message is one event; an error when the array as a whole cannot be read
 */
export function readArray(
  delivery: Delivery,
): readonly ElementDelivery[] | ContractError | undefined {
  const { contentType, body } = delivery;
  if (contentType === undefined || !isEventArray(contentType)) return undefined;
  try {
    return new ArrayInHand(delivery, readEventArray(contentType, body)).elements;
  } catch (error) {
    if (error instanceof ContractError) return error;
    throw error;
  }
}
