import { HEADERS, type QueueNames, RETRY_DELAYS_MS, retryQueueOf } from "@boomgate/contracts";
import type { MessagePublisher } from "@boomgate/platform/messaging";
import type { Message } from "./handler.js";
import { attemptOf } from "./message-age.js";
import { tracedHeaders } from "./traced-headers.js";

/** Sends a message round through a queue that returns it after a delay. */
export class Retries {
  constructor(
    private readonly publisher: MessagePublisher,
    private readonly names: QueueNames,
  ) {}

  /** @returns false when all attempts are spent; true once the broker has confirmed the next one */
  async retry({ delivery, trace }: Message): Promise<boolean> {
    const attempt = attemptOf(delivery);
    const delayMs = RETRY_DELAYS_MS[attempt];
    if (delayMs === undefined) return false;
    await this.publisher.publish({
      exchange: retryQueueOf(this.names, delayMs),
      // Kept by dead-lettering through the default exchange: leads back to where it was.
      routingKey: delivery.queue,
      body: delivery.body,
      messageId: delivery.messageId,
      timestampMs: delivery.timestampMs,
      appId: delivery.appId,
      contentType: delivery.contentType,
      headers: { ...tracedHeaders(delivery, trace), [HEADERS.attempt]: attempt + 1 },
    });
    return true;
  }
}
