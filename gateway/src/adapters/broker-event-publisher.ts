import {
  encodeEvent,
  type EventExchanges,
  eventExchangesOf,
  eventMessage,
  HEADERS,
  type QueueNames,
} from "@boomgate/contracts";
import { PackingPublisher } from "@boomgate/pipeline/packing";
import type { MessagePublisher } from "@boomgate/platform/messaging";
import type { AcceptedEvent, EventPublisher } from "../ports/event-publisher.js";

const APP_ID = "gateway";

interface PublisherOptions {
  readonly names: QueueNames;
  /** Events of each kind that wait to be packed; one more is refused. */
  readonly mostWaiting: number;
}

/** Publishes events: one that comes alone as it is, those that come together as arrays. */
export class BrokerEventPublisher implements EventPublisher {
  private readonly packing: PackingPublisher;
  private readonly exchanges: EventExchanges;

  constructor(broker: MessagePublisher, { names, mostWaiting }: PublisherOptions) {
    this.packing = new PackingPublisher(broker, { mostWaiting });
    this.exchanges = eventExchangesOf(names);
  }

  publish({ event, acceptedMs, traceparent }: AcceptedEvent): Promise<void> {
    const options = { exchanges: this.exchanges, appId: APP_ID, nowMs: acceptedMs };
    const message = eventMessage(event, encodeEvent(event), options);
    const headers = { ...message.headers, [HEADERS.traceparent]: traceparent };
    return this.packing.publish({ ...message, headers });
  }
}
