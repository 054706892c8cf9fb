import { HEADERS, parkedQueueOf, type QueueNames, retryQueueOf } from "@boomgate/contracts";
import { field, list, nested, type RawMessage, table, text, typed } from "@boomgate/testing";

/** Headers and properties that a sender may add to a body. */
export type HostileShape = Pick<RawMessage, "headers" | "properties">;

const number = (name: string, value: number) => field(name, typed("b", Buffer.from([value])));
const hex = (tag: string, bytes: string) => typed(tag, Buffer.from(bytes, "hex"));
const BAD_UTF8 = Buffer.alloc(200, 0xff);

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

const death = (queue: string, reason: string): HostileShape => ({
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
});

/** Headers and properties that must not change how a message is routed or processed. */
export function hostileShapes(names: QueueNames): readonly HostileShape[] {
  const { entryQueue, exitQueue } = names;
  const retry = retryQueueOf(names, 1_000);
  return [
    ...[entryQueue, exitQueue, retry, parkedQueueOf(names)].flatMap((queue) => [
      death(queue, "expired"),
      death(queue, "rejected"),
    ]),
    { headers: number(HEADERS.attempt, 3) },
    { headers: number(HEADERS.replayCount, 1) },
    {
      headers: Buffer.concat([
        field(HEADERS.parkedCode, text("TOO_LATE")),
        field(HEADERS.parkedReason, text("\u001b[2J")),
        field(HEADERS.parkedAt, text("2000-01-01T00:00:00Z")),
        field(HEADERS.originalQueue, text(exitQueue)),
      ]),
    },
    { headers: field(HEADERS.publishedAt, text("yesterday")) },
    { headers: field(HEADERS.sender, text("x".repeat(60_000))) },
    { headers: field("traceparent", nested(10, "A")) },
    { headers: field("deep", nested(5_000, "F")) },
    { headers: field("deep", nested(20_000, "A")) },
    { headers: field("long", text("x".repeat(65_000))) },
    { headers: field("long", text("x".repeat(120_000))) },
    ...EVERY_TYPE.map((value) => ({ headers: field("any", value) })),
    { headers: Buffer.concat(EVERY_TYPE.map((value, index) => field(`any${index}`, value))) },
    { headers: field("__proto__", table(field(HEADERS.attempt, text("1")))) },
    { headers: field(BAD_UTF8, text(BAD_UTF8)) },
    {
      properties: Object.fromEntries(
        ["contentType", "contentEncoding", "correlationId", "messageId", "type", "appId"].map(
          (name) => [name, Buffer.alloc(255, 0xff)],
        ),
      ),
    },
    {
      properties: {
        contentEncoding: "gzip",
        type: "anpr",
        replyTo: exitQueue,
        appId: "entry-generator",
      },
    },
  ];
}
