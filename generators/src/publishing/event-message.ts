import {
  encodeEvent,
  type EntryEvent,
  type EventExchanges,
  type ExitEvent,
  HEADERS,
} from "@boomgate/contracts";
import type { OutgoingMessage } from "@boomgate/platform/messaging";

/** @param nowMs - ms since 1970 at which it is handed to the broker, not when the car was read */
export const eventMessage = (
  event: EntryEvent | ExitEvent,
  exchanges: EventExchanges,
  nowMs: number,
): OutgoingMessage =>
  bodyMessage({ kind: event.kind, id: event.id, body: encodeEvent(event) }, exchanges, nowMs);

/** An event whose body is there already. */
export interface EventBody {
  readonly kind: "entry" | "exit";
  readonly id: string;
  readonly body: Buffer;
}

/** @see eventMessage */
export function bodyMessage(
  { kind, id, body }: EventBody,
  exchanges: EventExchanges,
  nowMs: number,
): OutgoingMessage {
  return {
    exchange: exchanges[kind],
    routingKey: "",
    body,
    messageId: id,
    timestampMs: nowMs,
    appId: `${kind}-generator`,
    contentType: "application/json",
    headers: { [HEADERS.publishedAt]: nowMs },
  };
}
