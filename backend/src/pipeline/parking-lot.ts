import { HEADERS } from "@boomgate/contracts";
import type { Clock } from "@boomgate/platform/clock";
import { codeOf, messageOf } from "@boomgate/platform/errors";
import type { MessagePublisher } from "@boomgate/platform/messaging";
import type { Message } from "./handler.js";
import { attemptOf } from "./message-age.js";
import { tracedHeaders } from "./traced-headers.js";

const MAX_REASON_CHARACTERS = 1_000;

/** Takes messages that cannot be processed, with their cause, until a person looks at them. */
export class ParkingLot {
  constructor(
    private readonly publisher: MessagePublisher,
    private readonly queue: string,
    private readonly clock: Clock,
  ) {}

  /** Resolves once the broker has confirmed it; only then may the original be acked. */
  async park({ delivery, trace }: Message, cause: unknown): Promise<void> {
    await this.publisher.publish({
      exchange: "",
      routingKey: this.queue,
      body: delivery.body,
      messageId: delivery.messageId,
      timestampMs: delivery.timestampMs,
      appId: delivery.appId,
      contentType: delivery.contentType,
      headers: {
        ...tracedHeaders(delivery, trace),
        [HEADERS.parkedCode]: codeOf(cause),
        [HEADERS.parkedReason]: messageOf(cause).slice(0, MAX_REASON_CHARACTERS),
        [HEADERS.parkedAt]: new Date(this.clock.now()).toISOString(),
        [HEADERS.originalQueue]: delivery.queue,
        [HEADERS.attempt]: attemptOf(delivery),
      },
    });
  }
}
