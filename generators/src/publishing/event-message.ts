import {
  encodeEvent,
  type EntryEvent,
  type EventExchanges,
  type ExitEvent,
  HEADERS,
} from "@boomgate/contracts";
import type { OutgoingMessage } from "@boomgate/platform/messaging";

/** @param nowMs - ms since 1970 at which it is handed to the broker, not when the car was read */
export function eventMessage(
  event: EntryEvent | ExitEvent,
  exchanges: EventExchanges,
  nowMs: number,
): OutgoingMessage {
  return {
    exchange: exchanges[event.kind],
    routingKey: "",
    body: encodeEvent(event),
    messageId: event.id,
    timestampMs: nowMs,
    appId: `${event.kind}-generator`,
    contentType: "application/json",
    headers: { [HEADERS.publishedAt]: nowMs },
  };
}
