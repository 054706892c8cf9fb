import { encodeEvent, type EventExchanges, eventMessage, HEADERS } from "@boomgate/contracts";
import type { MessagePublisher } from "@boomgate/platform/messaging";
import type { AcceptedEvent, EventPublisher } from "../ports/event-publisher.js";

const APP_ID = "gateway";

/** Publishes each event as a message of its own. */
export class BrokerEventPublisher implements EventPublisher {
  constructor(
    private readonly broker: MessagePublisher,
    private readonly exchanges: EventExchanges,
  ) {}

  publish({ event, acceptedMs, traceparent }: AcceptedEvent): Promise<void> {
    const options = { exchanges: this.exchanges, appId: APP_ID, nowMs: acceptedMs };
    const message = eventMessage(event, encodeEvent(event), options);
    const headers = { ...message.headers, [HEADERS.traceparent]: traceparent };
    return this.broker.publish({ ...message, headers });
  }
}
