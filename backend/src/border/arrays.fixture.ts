import { isUtf8 } from "node:buffer";
import {
  EVENT_ARRAY_CONTENT_TYPE,
  jsonOf,
  MAX_ARRAY_EVENTS,
  type QueueNames,
} from "@boomgate/contracts";
import fc from "fast-check";
import type { ReadKind } from "../domain/read.js";
import { aHostileMessage, bodies, type HostileBody, shownAs } from "./messages.fixture.js";

/** The body of a message that says that it is an array, and what has to be settled because of it. */
export interface HostileArray {
  readonly queue: ReadKind;
  readonly body: Buffer;
  readonly contentType: string;
  /** Its elements, as they are parked; the message itself where it cannot be read. */
  readonly holds: readonly HostileBody[];
}

/** Larger bodies are no events for their size alone, and smaller without their spaces. */
const LARGEST = 10_000;

interface Element {
  readonly text: string;
  readonly holds: HostileBody;
}

/** What can be an element: JSON in UTF-8. */
const jsonBodies = (queue: ReadKind): fc.Arbitrary<HostileBody> =>
  bodies(queue).filter(({ body }) => {
    if (body.byteLength > LARGEST || !isUtf8(body)) return false;
    try {
      JSON.parse(body.toString());
      return true;
    } catch {
      return false;
    }
  });

function anElement(queue: ReadKind): fc.Arbitrary<Element> {
  const beside = fc.record(
    { published_at: fc.jsonValue(), traceparent: fc.jsonValue(), more: fc.jsonValue() },
    { requiredKeys: [] },
  );
  return fc
    .tuple(jsonBodies(queue), beside, fc.nat(9))
    .map(([{ body, is }, given, chance]): Element => {
      const text = body.toString();
      const event: unknown = JSON.parse(text);
      const holds = (what: HostileBody["is"]) => ({
        ...{ queue, is: what, body: Buffer.from(jsonOf(event)) },
      });
      const isElement = typeof event === "object" && event !== null && "event" in event;
      if (chance === 0 && !isElement) return { text, holds: holds("no event") };
      const fields = JSON.stringify(given).slice(1, -1);
      const rest = fields === "" ? "" : `,${fields}`;
      return { text: `{"event":${text}${rest}}`, holds: holds(is) };
    });
}

/** An array of any elements, or what is none. */
export function aHostileArray(queue: ReadKind): fc.Arbitrary<HostileArray> {
  const arrayOf = (body: Buffer, holds: readonly HostileBody[], contentType: string) => ({
    ...{ queue, body, holds, contentType },
  });
  const whole = (body: Buffer, contentType = EVENT_ARRAY_CONTENT_TYPE) =>
    arrayOf(body, [{ queue, body, is: "no event" }], contentType);
  const tooMany = JSON.stringify(Array.from({ length: MAX_ARRAY_EVENTS + 1 }, () => 7));
  const arrays = fc.array(anElement(queue), { minLength: 1, maxLength: 6 }).map((elements) => ({
    body: Buffer.from(`[${elements.map(({ text }) => text).join(", ")}]`),
    holds: elements.map(({ holds }) => holds),
  }));
  return fc.oneof(
    {
      weight: 8,
      arbitrary: arrays.map(({ body, holds }) => arrayOf(body, holds, EVENT_ARRAY_CONTENT_TYPE)),
    },
    fc.constantFrom("[]", "{}", "7", "", tooMany).map((text) => whole(Buffer.from(text))),
    fc.tuple(arrays, fc.nat(20)).map(([{ body }, cut]) => whole(body.subarray(0, -cut - 1))),
    arrays.map(({ body }) => whole(body, "application/vnd.boomgate.events+json;v=2")),
  );
}

/** Any array with anything beside it, on each of the ways that lead to a queue. */
export const aHostileArrayMessage = (queueNames: QueueNames) =>
  aHostileMessage(queueNames).chain((message) =>
    aHostileArray(message.queue).map((array) =>
      shownAs(
        {
          message: { ...message, body: array.body, contentType: array.contentType },
          holds: array.holds,
        },
        () => array.body.toString("latin1"),
      ),
    ),
  );
