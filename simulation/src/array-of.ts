import { encodeEventArray, EVENT_ARRAY_CONTENT_TYPE, HEADERS } from "@boomgate/contracts";
import type { OutgoingMessage } from "@boomgate/platform/messaging";

/** One of so many messages holds an array of events; up to so many. */
export const ONE_ARRAY_OF = 3;
export const EVENTS_IN_AN_ARRAY = 6;

/** One message of the events of several. */
export function arrayOf(messages: readonly OutgoingMessage[]): OutgoingMessage {
  const packed = messages.map(({ body, headers }) => ({
    body,
    publishedAtMs: Number(headers[HEADERS.publishedAt]),
  }));
  return {
    ...(messages[0] as OutgoingMessage),
    headers: {},
    contentType: EVENT_ARRAY_CONTENT_TYPE,
    body: encodeEventArray(packed),
  };
}
