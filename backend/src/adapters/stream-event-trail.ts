import {
  auditStreamOf,
  decodeEntryEvent,
  decodeExitEvent,
  eventExchangesOf,
  HEADERS,
  type QueueNames,
} from "@boomgate/contracts";
import { readStream, type StreamMessage } from "@boomgate/platform/messaging";
import type { ReadKind } from "../domain/read.js";
import type { EventTrail, PublishedEvent } from "../ports/event-trail.js";

/** The stream that the exchanges of events fill beside the queues. What went straight to a queue is not in it. */
export class StreamEventTrail implements EventTrail {
  constructor(
    private readonly amqpUrl: string,
    private readonly names: QueueNames,
  ) {}

  /** @throws {StreamMissingError} */
  read(onEvent: (published: PublishedEvent) => void): Promise<void> {
    return readStream(this.amqpUrl, auditStreamOf(this.names), (message) => {
      const event = eventOf(message, kindOf(message, this.names));
      if (event) onEvent({ event, publishedAtMs: publishedAtMsOf(message) });
    });
  }
}

/** By the exchange alone, as a sender is allowed one exchange and any key; undefined for what is no event. */
function kindOf({ exchange, routingKey }: StreamMessage, names: QueueNames): ReadKind | undefined {
  const { entry, exit } = eventExchangesOf(names);
  if (exchange === entry) return "entry";
  if (exchange === exit) return "exit";
  // In former versions one topic exchange led here, to which a user could publish one key only.
  if (exchange !== `${names.prefix}parking.events`) return undefined;
  return routingKey === "exit" ? "exit" : "entry";
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
