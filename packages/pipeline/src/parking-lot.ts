import { HEADERS } from "@boomgate/contracts";
import type { Clock } from "@boomgate/platform/clock";
import { codeOf, messageOf } from "@boomgate/platform/errors";
import { type MessagePublisher, UnroutableError } from "@boomgate/platform/messaging";
import type { Message } from "./handler.js";
import { keptHeaders } from "./kept-headers.js";
import { attemptOf } from "./message-age.js";

const MAX_REASON_CHARACTERS = 1_000;

export interface ParkingExchanges {
  /** Leads to the parking lot; which one may depend on why the message is parked. */
  parkedOf(message: Message, cause: unknown): string;
  /** Leads to a stream of what was accepted when it was delivered again; absent when nothing is rebuilt from one. */
  readonly accepted?: string;
}

/** Takes messages that cannot be processed, with their cause, until a person looks at them. */
export class ParkingLot {
  constructor(
    private readonly publisher: MessagePublisher,
    private readonly exchanges: ParkingExchanges,
    private readonly clock: Clock,
  ) {}

  /**
   * Publishes that a message which was delivered before is accepted now: the earlier delivery may have ended
   * between parking and ack, and who rebuilds from the streams would take the event for a parked one.
   * Resolves once the broker has confirmed; only then may the original be acked.
   */
  async accepted(message: Message): Promise<void> {
    const exchange = this.exchanges.accepted;
    if (exchange === undefined) return;
    const { body, queue } = message.delivery;
    const headers = {
      ...keptHeaders(message),
      [HEADERS.originalQueue]: queue,
      [HEADERS.accepted]: true,
    };
    await this.publisher.publish({ exchange, routingKey: "", body, headers }).catch((error) => {
      // A broker without streams has nothing to rebuild from, either.
      if (!(error instanceof UnroutableError)) throw error;
    });
  }

  /**
   * Resolves once the broker has confirmed the copy; only then may the original be acked.
   * @param body - of the copy, where only a part of the message has to be parked
   */
  async park(message: Message, cause: unknown, body = message.delivery.body): Promise<void> {
    const { delivery } = message;
    await this.publisher.publish({
      exchange: this.exchanges.parkedOf(message, cause),
      routingKey: "",
      body,
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
