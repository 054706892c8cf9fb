import {
  auditStreamOf,
  epochStreamOf,
  HEADERS,
  parkedQueueOf,
  type QueueNames,
  retryQueueOf,
} from "@boomgate/contracts";
import { field, list, nested, table, text, typed } from "./field-bytes.js";
import type { RawMessage } from "./raw-publisher.js";

/** Headers, properties and routing key that a sender may add to a body. */
export type HostileShape = Pick<RawMessage, "headers" | "properties" | "routingKey">;
export type NamedShape = readonly [what: string, shape: HostileShape];

const number = (name: string, value: number) => field(name, typed("b", Buffer.from([value])));
const hex = (tag: string, bytes: string) => typed(tag, Buffer.from(bytes, "hex"));
const BAD_UTF8 = Buffer.alloc(255, 0xff);
const TABLE_BYTES = 6;
const LIST_BYTES = 5;

/**
 * A value of each type that RabbitMQ accepts. A decimal ("D") only within a table: at the top level RabbitMQ 3.10
 * delivers the message to the queue, fails at the stream and neither confirms nor refuses the message.
 */
const EVERY_TYPE: readonly Buffer[] = [
  ...[hex("t", "01"), hex("b", "80"), hex("B", "ff"), hex("s", "8000"), hex("u", "ffff")],
  ...[hex("I", "80000000"), hex("i", "ffffffff"), hex("l", "ffffffffffffffff")],
  ...[hex("f", "3f800000"), hex("d", "3ff0000000000000"), hex("T", "ffffffffffffffff")],
  ...[hex("V", ""), text("text"), typed("x", Buffer.from("00000003ffffff", "hex"))],
  ...[list(text("a"), table(), list()), table(field("decimal", hex("D", "02ffffffff")))],
];

/** Headers with which a sender has a copy routed to other queues; only direct exchanges obey them. */
export const routedTo = (header: "CC" | "BCC", ...queues: readonly string[]): HostileShape => ({
  headers: field(header, list(...queues.map((queue) => text(queue)))),
});

/** The header by which RabbitMQ records where a message was dead-lettered, forged. */
export const deadLetteredFrom = (queue: string, reason: "expired" | "rejected"): NamedShape => [
  `having been ${reason} in ${queue}`,
  {
    headers: field(
      "x-death",
      list(
        table(
          field("queue", text(queue)),
          field("reason", text(reason)),
          field("exchange", text("")),
          field("count", typed("l", Buffer.from("0000000000000001", "hex"))),
          field("routing-keys", list(text(queue))),
        ),
      ),
    ),
  },
];

/**
 * Headers and properties that must not change how a message is routed or processed.
 * @param room - bytes of headers that the broker takes: just below its `frame_max`
 */
export function hostileShapes(names: QueueNames, room: number): readonly NamedShape[] {
  const { entryQueue, exitQueue } = names;
  const parkedQueue = parkedQueueOf(names);
  const streams = [auditStreamOf(names), epochStreamOf(names)];
  const queues = [entryQueue, exitQueue, retryQueueOf(names, 1_000), parkedQueue, ...streams];
  return [
    ...queues.flatMap((queue) => [
      deadLetteredFrom(queue, "expired"),
      deadLetteredFrom(queue, "rejected"),
    ]),
    ["all attempts spent, by the sender's count", { headers: number(HEADERS.attempt, 3) }],
    ["a replay, by the sender's count", { headers: number(HEADERS.replayCount, 1) }],
    [
      "headers of a parked message",
      {
        headers: Buffer.concat([
          field(HEADERS.parkedCode, text("TOO_LATE")),
          field(HEADERS.parkedReason, text("\u001b[2J")),
          field(HEADERS.parkedAt, text("2000-01-01T00:00:00Z")),
          field(HEADERS.originalQueue, text(exitQueue)),
        ]),
      },
    ],
    ["a time of publishing that is none", { headers: field(HEADERS.publishedAt, text("no time")) }],
    ["a sender of its own", { headers: field(HEADERS.sender, text("x".repeat(room / 2))) }],
    ["the end of a reading", { headers: field("x-end-of-reading", text("x")) }],
    [
      "a delay, and names of streams",
      {
        headers: Buffer.concat([number("x-delay", 100), field("x-stream-filter-value", text("x"))]),
      },
    ],
    ["a delivery count", { headers: number("x-delivery-count", 127) }],
    ["a trace that is none", { headers: field("traceparent", text("\u001b[2J")) }],
    ["a trace that is a list", { headers: field("traceparent", nested(10, "A")) }],
    ["tables in tables", { headers: field("deep", nested(Math.floor(room / TABLE_BYTES), "F")) }],
    ["lists in lists", { headers: field("deep", nested(Math.floor(room / LIST_BYTES), "A")) }],
    ["as much text as fits", { headers: field("long", text("x".repeat(room))) }],
    ...EVERY_TYPE.map((value): NamedShape => {
      const type = value.toString("latin1", 0, 1);
      return [`a value of type ${type}`, { headers: field("any", value) }];
    }),
    [
      "a value of every type",
      { headers: Buffer.concat(EVERY_TYPE.map((value, index) => field(`any${index}`, value))) },
    ],
    [
      "a type that the library does not know",
      { headers: field("large", typed("L", Buffer.alloc(8))) },
    ],
    ["the name of a prototype", { headers: field("__proto__", table(number(HEADERS.attempt, 1))) }],
    ["control characters", { headers: field("\u001b[2J", text("\u001b]0;x\u0007\u009b")) }],
    [
      "bytes that are not UTF-8 in names, values and properties",
      {
        headers: field(BAD_UTF8, text(Buffer.alloc(2_000, 0xff))),
        properties: Object.fromEntries(
          ["contentType", "contentEncoding", "correlationId", "messageId", "type", "appId"].map(
            (name) => [name, BAD_UTF8],
          ),
        ),
      },
    ],
    [
      "the properties of a program",
      {
        properties: {
          contentEncoding: "gzip",
          type: "anpr",
          replyTo: exitQueue,
          correlationId: "theirs",
          clusterId: "c",
          appId: "entry-generator",
        },
      },
    ],
  ];
}
