import { RecoverableError } from "@boomgate/platform/errors";
import type { Delivery } from "@boomgate/platform/messaging";
import type { Handler, Way } from "./handler.js";

/**
 * Parked: whoever bound another exchange to the queue can make any message an event of that queue, and none of
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

/**
 * @param eventExchange - where events of this kind are published
 * @param returnExchange - what brings messages back from a retry or the parking lot
 */
export function wayOf(
  { exchange }: Pick<Delivery, "exchange">,
  eventExchange: string,
  returnExchange: string,
): Way {
  if (exchange === eventExchange) return "published";
  if (exchange === "") return "direct";
  return exchange === returnExchange ? "returned" : "foreign";
}

/** A middleware: a message that came through a foreign exchange is parked, and no handler sees it. */
export const refuseForeign =
  <Kind extends string, Outcome>(next: Handler<Kind, Outcome>): Handler<Kind, Outcome> =>
  (message) => {
    if (message.way === "foreign") throw new ForeignExchangeError(message.delivery.exchange);
    return next(message);
  };
