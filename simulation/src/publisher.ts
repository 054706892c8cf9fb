import {
  encodeEvent,
  encodeEventArray,
  EVENT_ARRAY_CONTENT_TYPE,
  eventExchangesOf,
  HEADERS,
} from "@boomgate/contracts";
import type { OutgoingMessage } from "@boomgate/platform/messaging";
import type { Publication } from "./plan-events.js";
import type { Choices } from "./world/choices.js";
import { names } from "./world/routes.js";

/** One of so many messages holds an array of events; up to so many. */
const ONE_ARRAY_OF = 3;
const EVENTS_IN_AN_ARRAY = 6;

/** What is published together: one of the publications that are due, and sometimes others of its kind. */
export function pickPublications(
  due: readonly Publication[],
  choices: Choices,
): readonly Publication[] {
  const first = due[choices.next(due.length)];
  if (first === undefined) return [];
  const others = due.filter((other) => other !== first && other.event.kind === first.event.kind);
  const more = choices.oneIn(ONE_ARRAY_OF) ? choices.next(EVENTS_IN_AN_ARRAY) : 0;
  return [first, ...others.slice(0, more)];
}

/** The message of an event alone. */
export const messageOf = ({ event }: Publication, publishedAtMs: number): OutgoingMessage => ({
  exchange: eventExchangesOf(names)[event.kind],
  routingKey: "",
  body: encodeEvent(event),
  headers: { [HEADERS.publishedAt]: publishedAtMs },
});

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
