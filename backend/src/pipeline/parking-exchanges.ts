import {
  parkedExchangeOf,
  type QueueNames,
  unacceptedExchangeOf,
  unacceptedStreamOf,
} from "@boomgate/contracts";
import {
  type Message,
  type ParkingExchanges,
  wasReturned,
  wasTriedBefore,
} from "@boomgate/pipeline";
import { codeOf } from "@boomgate/platform/errors";

/** Codes of events that are no part of the set the stays are made from. */
const UNACCEPTED: ReadonlySet<string> = new Set([
  "FROM_THE_FUTURE",
  "HISTORY_UNREADABLE",
  "TOO_LATE",
  "TOO_MANY_READS",
]);

/** A rebuild leaves out the events that were parked through the exchange of what was never accepted. */
export const parkingExchangesOf = (names: QueueNames): ParkingExchanges => ({
  parkedOf: (message, cause) =>
    wasNeverAccepted(message, cause) ? unacceptedExchangeOf(names) : parkedExchangeOf(names),
  accepted: unacceptedStreamOf(names),
});

/**
 * A message that was retried or replayed may have been accepted then, and the store may have forgotten it since. A
 * backend that ends gives back all messages in hand, and most of them were never processed: those that were
 * accepted are still in the history, or the sink has their stay. Only a document that cannot be read does not
 * show which of both it was.
 */
function wasNeverAccepted(message: Message, cause: unknown): boolean {
  const code = codeOf(cause);
  if (!UNACCEPTED.has(code)) return false;
  return code === "HISTORY_UNREADABLE" ? !wasTriedBefore(message) : !wasReturned(message);
}
