import { encodeEventArray, EVENT_ARRAY_CONTENT_TYPE, type PackedEvent } from "@boomgate/contracts";
import type { OutgoingMessage } from "@boomgate/platform/messaging";

/**
 * One message that holds events of several.
 * @param first - of these messages: all have its exchange, routing key and application
 */
export const arrayMessage = (
  { exchange, routingKey, appId, timestampMs }: OutgoingMessage,
  events: readonly PackedEvent[],
): OutgoingMessage => ({
  exchange,
  routingKey,
  appId,
  timestampMs,
  contentType: EVENT_ARRAY_CONTENT_TYPE,
  headers: {},
  body: encodeEventArray(events),
  eventCount: events.length,
});
