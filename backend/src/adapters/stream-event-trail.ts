import {
  decodeEntryEvent,
  decodeExitEvent,
  type EventReading,
  EXIT_KEY,
  HEADERS,
} from "@boomgate/contracts";
import { readStream, type StreamMessage } from "@boomgate/platform/messaging";
import type { EventTrail, PublishedEvent, TrailRead } from "../ports/event-trail.js";

/** The stream that the events exchange fills beside the queues. What went straight to a queue is not in it. */
export class StreamEventTrail implements EventTrail {
  constructor(
    private readonly amqpUrl: string,
    private readonly stream: string,
    /** As the backends read events: else a plate would have another history here. */
    private readonly reading: EventReading,
  ) {}

  /** @throws {StreamMissingError} */
  async read(onEvent: (published: PublishedEvent) => void): Promise<TrailRead> {
    let completeSinceMs: number | undefined;
    let isFirst = true;
    await readStream(this.amqpUrl, this.stream, (message) => {
      const publishedAtMs = publishedAtMsOf(message);
      // The broker counts what it took: the first one that is left has another number when some are gone.
      if (isFirst && offsetOf(message) > 0) completeSinceMs = publishedAtMs ?? Date.now();
      isFirst = false;
      const event = eventOf(message, this.reading);
      if (event) onEvent({ event, publishedAtMs });
    });
    return { completeSinceMs };
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

const offsetOf = ({ headers }: StreamMessage): number => Number(headers["x-stream-offset"] ?? 0);
