import {
  HEADERS,
  parkedExchangeOf,
  type QueueNames,
  unacceptedExchangeOf,
  unacceptedStreamOf,
} from "@boomgate/contracts";
import type { Clock } from "@boomgate/platform/clock";
import { codeOf, messageOf } from "@boomgate/platform/errors";
import { type MessagePublisher, UnroutableError } from "@boomgate/platform/messaging";
import type { Message } from "./handler.js";
import { keptHeaders } from "./kept-headers.js";
import { attemptOf, wasReturned, wasTriedBefore } from "./message-age.js";

const MAX_REASON_CHARACTERS = 1_000;

/** Of events that are no part of the set the stays are made from. */
const UNACCEPTED: ReadonlySet<string> = new Set([
  "FROM_THE_FUTURE",
  "HISTORY_UNREADABLE",
  "TOO_LATE",
  "TOO_MANY_READS",
]);

/**
 * One that was retried or replayed may have been accepted then, and be known no more. A backend that ends gives
 * back all it had in hand, and most of that it never looked at: what was accepted of it is still known, or
 * the sink has its stay; only a document that cannot be read does not show it.
 */
function wasNeverAccepted(message: Message, cause: unknown): boolean {
  const code = codeOf(cause);
  if (!UNACCEPTED.has(code)) return false;
  return code === "HISTORY_UNREADABLE" ? !wasTriedBefore(message) : !wasReturned(message);
}

/** Takes messages that cannot be processed, with their cause, until a person looks at them. */
export class ParkingLot {
  constructor(
    private readonly publisher: MessagePublisher,
    private readonly names: QueueNames,
    private readonly clock: Clock,
  ) {}

  /**
   * Says that a message which was delivered before was accepted now: the earlier delivery may have ended
   * between parking and ack, and a rebuild would believe that. Confirmed before the message is acked.
   */
  async accepted(message: Message): Promise<void> {
    const { body, queue } = message.delivery;
    const headers = {
      ...keptHeaders(message),
      [HEADERS.originalQueue]: queue,
      [HEADERS.accepted]: true,
    };
    const exchange = unacceptedStreamOf(this.names);
    await this.publisher.publish({ exchange, routingKey: "", body, headers }).catch((error) => {
      // A broker without streams has nothing to rebuild from, either.
      if (!(error instanceof UnroutableError)) throw error;
    });
  }

  /** Resolves once the broker has confirmed it; only then may the original be acked. */
  async park(message: Message, cause: unknown): Promise<void> {
    const { delivery } = message;
    await this.publisher.publish({
      exchange: wasNeverAccepted(message, cause)
        ? unacceptedExchangeOf(this.names)
        : parkedExchangeOf(this.names),
      routingKey: "",
      body: delivery.body,
      messageId: delivery.messageId,
      timestampMs: delivery.timestampMs,
      appId: delivery.appId,
      contentType: delivery.contentType,
      headers: {
        ...keptHeaders(message),
        [HEADERS.parkedCode]: codeOf(cause),
        [HEADERS.parkedReason]: messageOf(cause).slice(0, MAX_REASON_CHARACTERS),
        [HEADERS.parkedAt]: new Date(this.clock.now()).toISOString(),
        [HEADERS.originalQueue]: delivery.queue,
        [HEADERS.attempt]: attemptOf(message),
      },
    });
  }
}
