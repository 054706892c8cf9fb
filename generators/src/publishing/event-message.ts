import {
  encodeEvent,
  ENTRY_KEY,
  EXIT_KEY,
  HEADERS,
  type EntryEvent,
  type ExitEvent,
} from "@boomgate/contracts";
import type { OutgoingMessage } from "@boomgate/platform/messaging";

/** @param nowMs - ms since 1970 at which it is handed to the broker, not when the car was read */
export function eventMessage(
  event: EntryEvent | ExitEvent,
  exchange: string,
  nowMs: number,
): OutgoingMessage {
  return {
    exchange,
    routingKey: event.kind === "entry" ? ENTRY_KEY : EXIT_KEY,
    body: encodeEvent(event),
    messageId: event.id,
    timestampMs: nowMs,
    appId: `${event.kind}-generator`,
    contentType: "application/json",
    headers: { [HEADERS.publishedAt]: nowMs },
  };
}
