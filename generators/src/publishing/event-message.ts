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
export const eventMessage = (
  event: EntryEvent | ExitEvent,
  exchange: string,
  nowMs: number,
): OutgoingMessage =>
  bodyMessage({ kind: event.kind, id: event.id, body: encodeEvent(event) }, exchange, nowMs);

/** An event whose body is there already. */
export interface EventBody {
  readonly kind: "entry" | "exit";
  readonly id: string;
  readonly body: Buffer;
}

/** @see eventMessage */
export function bodyMessage(
  { kind, id, body }: EventBody,
  exchange: string,
  nowMs: number,
): OutgoingMessage {
  return {
    exchange,
    routingKey: kind === "entry" ? ENTRY_KEY : EXIT_KEY,
    body,
    messageId: id,
    timestampMs: nowMs,
    appId: `${kind}-generator`,
    contentType: "application/json",
    headers: { [HEADERS.publishedAt]: nowMs },
  };
}
