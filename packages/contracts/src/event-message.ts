import { type EventExchanges, HEADERS } from "./queues.js";
import type { EntryEvent, ExitEvent } from "./vehicle-event.js";

/** An event as it crosses the broker. */
export interface EventMessage {
  readonly exchange: string;
  readonly routingKey: string;
  readonly body: Buffer;
  readonly messageId: string;
  readonly timestampMs: number;
  readonly contentType: string;
  readonly appId: string;
  readonly headers: Readonly<Record<string, number>>;
}

export interface EventMessageOptions {
  readonly exchanges: EventExchanges;
  /** Which program sends it: "entry-generator". */
  readonly appId: string;
  /** Ms since 1970 at which it is handed to the broker, not when the car was read. */
  readonly nowMs: number;
}

/** @param body - the event as it travels: `encodeEvent`, or as somebody recorded it */
export function eventMessage(
  { kind, id }: Pick<EntryEvent | ExitEvent, "kind" | "id">,
  body: Buffer,
  { exchanges, appId, nowMs }: EventMessageOptions,
): EventMessage {
  return {
    exchange: exchanges[kind],
    routingKey: "",
    body,
    messageId: id,
    timestampMs: nowMs,
    contentType: "application/json",
    appId,
    headers: { [HEADERS.publishedAt]: nowMs },
  };
}
