import {
  decodeEntryEvent,
  decodeExitEvent,
  type EventReading,
  EXIT_KEY,
  HEADERS,
} from "@boomgate/contracts";
import { readStream, type StreamMessage } from "@boomgate/platform/messaging";
import type { EventTrail, PublishedEvent } from "../ports/event-trail.js";

/** The stream that the events exchange fills beside the queues. What went straight to a queue is not in it. */
export class StreamEventTrail implements EventTrail {
  constructor(
    private readonly amqpUrl: string,
    private readonly stream: string,
    /** As the backends read events: else a plate would have another history here. */
    private readonly reading: EventReading,
  ) {}

  /** @throws {StreamMissingError} */
  read(onEvent: (published: PublishedEvent) => void): Promise<void> {
    return readStream(this.amqpUrl, this.stream, (message) => {
      const event = eventOf(message, this.reading);
      if (event) onEvent({ event, publishedAtMs: publishedAtMsOf(message) });
    });
  }
}

function eventOf(
  { routingKey, body }: StreamMessage,
  reading: EventReading,
): PublishedEvent["event"] | undefined {
  try {
    return routingKey === EXIT_KEY
      ? decodeExitEvent(body, reading)
      : decodeEntryEvent(body, reading);
  } catch {
    return undefined; // parked when it was processed, or without a plate, for the same reason
  }
}

function publishedAtMsOf({ headers }: StreamMessage): number | undefined {
  const value = Number(headers[HEADERS.publishedAt]);
  return Number.isFinite(value) ? value : undefined;
}
