import {
  auditStreamOf,
  decodeEntryEvent,
  decodeExitEvent,
  eventExchangesOf,
  HEADERS,
  type QueueNames,
  unacceptedStreamOf,
} from "@boomgate/contracts";
import { readStream, type StreamMessage } from "@boomgate/platform/messaging";
import type { ReadKind } from "../domain/read.js";
import type { EventTrail, PublishedEvent, TrailRead } from "../ports/event-trail.js";

/** What kind of event a message is; undefined for what is none. */
type KindOf = (message: StreamMessage) => ReadKind | undefined;

/** A stream of events that the broker keeps beside the queues. */
export class StreamEventTrail implements EventTrail {
  constructor(
    private readonly amqpUrl: string,
    private readonly stream: string,
    private readonly kindOf: KindOf,
  ) {}

  /** @throws {StreamMissingError} */
  async read(onEvent: (published: PublishedEvent) => void): Promise<TrailRead> {
    let oldestMs: number | undefined;
    const { isCut } = await readStream(this.amqpUrl, this.stream, (message) => {
      const publishedAtMs = publishedAtMsOf(message);
      oldestMs ??= publishedAtMs ?? message.timestampMs;
      const event = eventOf(message, this.kindOf(message));
      if (event) onEvent({ event, publishedAtMs });
    });
    return { completeSinceMs: isCut ? (oldestMs ?? Date.now()) : undefined };
  }
}

/** All events that went through their exchanges. What went straight to a queue is not in it. */
export function createAuditTrail(amqpUrl: string, names: QueueNames): StreamEventTrail {
  const { entry, exit } = eventExchangesOf(names);
  // By the exchange alone, as a sender is allowed one exchange and any key.
  return new StreamEventTrail(amqpUrl, auditStreamOf(names), ({ exchange }) => {
    if (exchange === entry) return "entry";
    return exchange === exit ? "exit" : undefined;
  });
}

/** Events that were parked and never accepted. */
export function createUnacceptedTrail(amqpUrl: string, names: QueueNames): StreamEventTrail {
  return new StreamEventTrail(amqpUrl, unacceptedStreamOf(names), ({ headers }) => {
    const queue = headers[HEADERS.originalQueue];
    if (queue === names.entryQueue) return "entry";
    return queue === names.exitQueue ? "exit" : undefined;
  });
}

function eventOf(
  { body }: StreamMessage,
  kind: ReadKind | undefined,
): PublishedEvent["event"] | undefined {
  if (kind === undefined) return undefined;
  try {
    return kind === "exit" ? decodeExitEvent(body) : decodeEntryEvent(body);
  } catch {
    return undefined; // parked when it was processed, for the same reason
  }
}

function publishedAtMsOf({ headers }: StreamMessage): number | undefined {
  const value = Number(headers[HEADERS.publishedAt]);
  return Number.isFinite(value) ? value : undefined;
}
