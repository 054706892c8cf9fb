import { HEADERS } from "@boomgate/contracts";
import type { MessagePublisher } from "@boomgate/platform/messaging";
import type { Message } from "./handler.js";
import { keptHeaders } from "./kept-headers.js";
import { attemptOf } from "./message-age.js";

/** Sends a message to a queue that returns it after a delay. */
export class Retries {
  /** @param exchanges - one for each retry, in their order: each leads to a queue that returns messages later */
  constructor(
    private readonly publisher: MessagePublisher,
    private readonly exchanges: readonly string[],
  ) {}

  /** @returns false when no retry is left; true once the broker has confirmed the copy */
  async retry(message: Message): Promise<boolean> {
    const { delivery } = message;
    const attempt = attemptOf(message);
    const exchange = this.exchanges[attempt];
    if (exchange === undefined) return false;
    await this.publisher.publish({
      exchange,
      // Dead-lettering keeps the routing key, and the return exchange leads by it to the queue it came from.
      routingKey: delivery.queue,
      body: delivery.body,
      messageId: delivery.messageId,
      timestampMs: delivery.timestampMs,
      appId: delivery.appId,
      contentType: delivery.contentType,
      headers: { ...keptHeaders(message), [HEADERS.attempt]: attempt + 1 },
    });
    return true;
  }
}
