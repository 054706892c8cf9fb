import { HEADERS, type QueueNames, RETRY_DELAYS_MS, retryQueueOf } from "@boomgate/contracts";
import type { MessagePublisher } from "@boomgate/platform/messaging";
import type { Message } from "./handler.js";
import { keptHeaders } from "./kept-headers.js";
import { attemptOf } from "./message-age.js";

/** Sends a message round through a queue that returns it after a delay. */
export class Retries {
  constructor(
    private readonly publisher: MessagePublisher,
    private readonly names: QueueNames,
  ) {}

  /** @returns false when all attempts are spent; true once the broker has confirmed the next one */
  async retry(message: Message): Promise<boolean> {
    const { delivery } = message;
    const attempt = attemptOf(message);
    const delayMs = RETRY_DELAYS_MS[attempt];
    if (delayMs === undefined) return false;
    await this.publisher.publish({
      exchange: retryQueueOf(this.names, delayMs),
      // Kept by dead-lettering: leads back to where it was.
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
