import { eventExchangesOf, type QueueNames, returnExchangeOf } from "@boomgate/contracts";
import { RecoverableError } from "@boomgate/platform/errors";
import type { Delivery } from "@boomgate/platform/messaging";
import type { ReadKind } from "../domain/read.js";
import type { Middleware } from "./handler.js";

/**
 * How a message came to its queue: through the exchange of its kind, straight to the queue by its name,
 * back from a retry or the parking lot, or on a way that nobody here laid.
 */
export type Way = "published" | "direct" | "returned" | "foreign";

/**
 * Parked: whoever bound another exchange to the queue can make any message an event of it, and none of
 * these is in the audit stream. `npm run parked -- replay` accepts it.
 */
export class ForeignExchangeError extends RecoverableError {
  readonly code = "FOREIGN_EXCHANGE";
  readonly recovery = "park";
  constructor(readonly exchange: string) {
    super(`the event came through the exchange ${exchange}, which does not belong to its queue`);
    this.name = "ForeignExchangeError";
  }
}

export type WayOf = (eventType: ReadKind, delivery: Pick<Delivery, "exchange">) => Way;

export function waysOf(names: QueueNames): WayOf {
  const events = eventExchangesOf(names);
  const returning = returnExchangeOf(names);
  return (eventType, { exchange }) => {
    if (exchange === events[eventType]) return "published";
    if (exchange === "") return "direct";
    return exchange === returning ? "returned" : "foreign";
  };
}

/** Nothing is made of a message that came on a foreign way. */
export const refuseForeign: Middleware = (next) => (message) => {
  if (message.way === "foreign") throw new ForeignExchangeError(message.delivery.exchange);
  return next(message);
};
