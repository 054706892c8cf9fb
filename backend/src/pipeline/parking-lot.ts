import { HEADERS } from "@boomgate/contracts";
import type { Clock } from "@boomgate/platform/clock";
import { codeOf, messageOf } from "@boomgate/platform/errors";
import type { MessagePublisher } from "@boomgate/platform/messaging";
import type { Message } from "./handler.js";
import { keptHeaders } from "./kept-headers.js";
import { attemptOf } from "./message-age.js";

const MAX_REASON_CHARACTERS = 1_000;

/** Takes messages that cannot be processed, with their cause, until a person looks at them. */
export class ParkingLot {
  constructor(
    private readonly publisher: MessagePublisher,
    private readonly exchange: string,
    private readonly clock: Clock,
  ) {}

  /** Resolves once the broker has confirmed it; only then may the original be acked. */
  async park(message: Message, cause: unknown): Promise<void> {
    const { delivery } = message;
    await this.publisher.publish({
      exchange: this.exchange,
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
