import {
  auditStreamOf,
  eventExchangesOf,
  eventsOf,
  type EventReading,
  HEADERS,
  parseEntryEvent,
  parseExitEvent,
  publishedAtMsOf,
  type QueueNames,
  unacceptedStreamOf,
} from "@boomgate/contracts";
import { readStream, type StreamMessage } from "@boomgate/platform/messaging";
import type { ReadKind } from "../../domain/read.js";
import { CompleteSince } from "./complete-since.js";
import type { EventTrail, PublishedEvent, TrailRead } from "../../ports/event-trail.js";

/** The kind of the event in a message; undefined when the message is not an event. */
type KindOf = (message: StreamMessage) => ReadKind | undefined;

/** A stream of events that the broker keeps beside the queues. */
class StreamEventTrail implements EventTrail {
  constructor(
    private readonly amqpUrl: string,
    private readonly stream: string,
    private readonly kindOf: KindOf,
    /** The same as in the backends: otherwise a plate would have another history after a rebuild. */
    private readonly reading: EventReading,
  ) {}

  /** @throws {StreamMissingError} */
  async read(onEvent: (published: PublishedEvent) => void): Promise<TrailRead> {
    const since = new CompleteSince();
    const { isCut } = await readStream(this.amqpUrl, this.stream, (message) => {
      const kind = this.kindOf(message);
      const isAccepted = message.headers[HEADERS.accepted] === true;
      since.add(publishedAtMsOf(message.headers) ?? message.timestampMs);
      if (kind === undefined) return;
      // The time as a parked copy keeps it, so that the two are found to be one message.
      for (const { event: fields, publishedAtMs } of eventsIn(message, kind)) {
        const event = eventOf(fields, kind, this.reading);
        if (event) onEvent({ event, publishedAtMs, isAccepted });
      }
    });
    return { completeSinceMs: isCut ? since.at(Date.now()) : undefined };
  }
}

/** All events that were published to their exchanges. Events sent straight to a queue are missing. */
export function createAuditTrail(
  amqpUrl: string,
  names: QueueNames,
  reading: EventReading,
): StreamEventTrail {
  const { entry, exit } = eventExchangesOf(names);
  // The exchange decides the kind: the rights of a sender restrict the exchange, not the key.
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

/** Events that were parked without being accepted, and notes about those that a later delivery accepted. */
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

// What breaks the contract was parked when it was processed, and what has no plate is in no history.

function eventsIn(message: StreamMessage, kind: ReadKind) {
  try {
    return eventsOf(`${kind} event`, message);
  } catch {
    return [];
  }
}

function eventOf(
  fields: unknown,
  kind: ReadKind,
  reading: EventReading,
): PublishedEvent["event"] | undefined {
  try {
    return kind === "exit" ? parseExitEvent(fields, reading) : parseEntryEvent(fields, reading);
  } catch {
    return undefined;
  }
}
