import {
  auditStreamOf,
  decodeEntryEvent,
  decodeExitEvent,
  eventExchangesOf,
  type EventReading,
  HEADERS,
  publishedAtMsOf,
  type QueueNames,
  unacceptedStreamOf,
} from "@boomgate/contracts";
import { readStream, type StreamMessage } from "@boomgate/platform/messaging";
import type { ReadKind } from "../../domain/read.js";
import { CompleteSince } from "./complete-since.js";
import type { EventTrail, PublishedEvent, TrailRead } from "../../ports/event-trail.js";

/** What kind of event a message is; undefined for what is none. */
type KindOf = (message: StreamMessage) => ReadKind | undefined;

/** A stream of events that the broker keeps beside the queues. */
export class StreamEventTrail implements EventTrail {
  constructor(
    private readonly amqpUrl: string,
    private readonly stream: string,
    private readonly kindOf: KindOf,
    /** As the backends read events: else a plate would have another history here. */
    private readonly reading: EventReading,
  ) {}

  /** @throws {StreamMissingError} */
  async read(onEvent: (published: PublishedEvent) => void): Promise<TrailRead> {
    const since = new CompleteSince();
    const { isCut } = await readStream(this.amqpUrl, this.stream, (message) => {
      // As a parked copy keeps it, so that the two are found to be one message.
      const publishedAtMs = publishedAtMsOf(message.headers);
      since.add(publishedAtMs ?? message.timestampMs);
      const event = eventOf(message, this.kindOf(message), this.reading);
      const isAccepted = message.headers[HEADERS.accepted] === true;
      if (event) onEvent({ event, publishedAtMs, isAccepted });
    });
    return { completeSinceMs: isCut ? since.at(Date.now()) : undefined };
  }
}

/** All events that went through their exchanges. What went straight to a queue is not in it. */
export function createAuditTrail(
  amqpUrl: string,
  names: QueueNames,
  reading: EventReading,
): StreamEventTrail {
  const { entry, exit } = eventExchangesOf(names);
  // By the exchange alone, as a sender is allowed one exchange and any key.
  return new StreamEventTrail(
    amqpUrl,
    auditStreamOf(names),
    ({ exchange }) => {
      if (exchange === entry) return "entry";
      return exchange === exit ? "exit" : undefined;
    },
    reading,
  );
}

/** Events that were parked without being accepted, and those that were accepted all the same. */
export function createUnacceptedTrail(
  amqpUrl: string,
  names: QueueNames,
  reading: EventReading,
): StreamEventTrail {
  return new StreamEventTrail(
    amqpUrl,
    unacceptedStreamOf(names),
    ({ headers }) => {
      const queue = headers[HEADERS.originalQueue];
      if (queue === names.entryQueue) return "entry";
      return queue === names.exitQueue ? "exit" : undefined;
    },
    reading,
  );
}

function eventOf(
  { body }: StreamMessage,
  kind: ReadKind | undefined,
  reading: EventReading,
): PublishedEvent["event"] | undefined {
  if (kind === undefined) return undefined;
  try {
    return kind === "exit" ? decodeExitEvent(body, reading) : decodeEntryEvent(body, reading);
  } catch {
    return undefined; // parked when it was processed, or without a plate, for the same reason
  }
}
