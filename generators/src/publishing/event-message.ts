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
    ...messageOf(event, encodeEvent(event), exchanges, nowMs),
    appId: `${event.kind}-generator`,
  };
}

/** @param body - the event as it travels */
export function messageOf(
  { kind, id }: Pick<EntryEvent | ExitEvent, "kind" | "id">,
  body: Buffer,
  exchanges: EventExchanges,
  nowMs: number,
): OutgoingMessage {
  return {
    exchange: exchanges[kind],
    routingKey: "",
    body,
    messageId: id,
    timestampMs: nowMs,
    contentType: "application/json",
    headers: { [HEADERS.publishedAt]: nowMs },
  };
}
