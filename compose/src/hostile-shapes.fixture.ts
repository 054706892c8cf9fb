import {
  auditStreamOf,
  epochStreamOf,
  HEADERS,
  parkedQueueOf,
  pipelineTopology,
} from "@boomgate/contracts";
import { field, list, nested, type RawMessage, table, text, typed } from "@boomgate/testing";
import { names } from "./rabbitmq-definitions.js";

export type Shape = Pick<RawMessage, "headers" | "properties" | "routingKey">;

const PARKED = parkedQueueOf(names);
const EVERY_QUEUE = [
  ...pipelineTopology(names, "quorum").queues.map(({ name }) => name),
  auditStreamOf(names),
  epochStreamOf(names),
];
const everywhere = (header: string) =>
  field(header, list(...EVERY_QUEUE.map((name) => text(name))));
const death = (queue: string, reason: string) =>
  field(
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
  );
const count = (name: string, value: number) => field(name, typed("b", Buffer.from([value])));
export const deaths = EVERY_QUEUE.map((queue): readonly [string, Shape] => [
  `having died in ${queue}`,
  { headers: death(queue, "expired") },
]);

/** What a sender may put around an event; the body is one, or is none. */
export const SHAPES: readonly (readonly [string, Shape])[] = [
  ["CC to every queue", { headers: everywhere("CC") }],
  ["BCC to every queue", { headers: everywhere("BCC") }],
  [
    "both, and the key of exits",
    {
      headers: Buffer.concat([everywhere("CC"), everywhere("BCC")]),
      routingKey: names.exitQueue,
    },
  ],
  ["the key of the parking lot", { routingKey: PARKED }],
  ...deaths,
  ["all attempts spent, by his own count", { headers: count(HEADERS.attempt, 3) }],
  ["a replay, by his own count", { headers: count(HEADERS.replayCount, 1) }],
  [
    "a parking of his own",
    {
      headers: Buffer.concat([
        field(HEADERS.parkedCode, text("TOO_LATE")),
        field(HEADERS.originalQueue, text(names.exitQueue)),
      ]),
    },
  ],
  ["the end of a reading", { headers: field("x-end-of-reading", text("x")) }],
  [
    "a delay, and names of streams",
    {
      headers: Buffer.concat([count("x-delay", 100), field("x-stream-filter-value", text("x"))]),
    },
  ],
  ["a delivery count", { headers: count("x-delivery-count", 127) }],
  ["2,700 nested tables", { headers: field("deep", nested(2_700, "F")) }],
  ["3,200 nested lists", { headers: field("deep", nested(3_200, "A")) }],
  [
    "a type that the library does not know",
    { headers: field("large", typed("L", Buffer.alloc(8))) },
  ],
  ["16 KB of text", { headers: field("long", text("x".repeat(16_000))) }],
  ["control characters", { headers: field("\u001b[2J", text("\u001b]0;x\u0007\u009b")) }],
  [
    "bytes that are not UTF-8 in every property",
    {
      headers: field(Buffer.alloc(255, 0xff), text(Buffer.alloc(2_000, 0xff))),
      properties: Object.fromEntries(
        ["contentType", "contentEncoding", "correlationId", "messageId", "type", "appId"].map(
          (name) => [name, Buffer.alloc(255, 0xff)],
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
        replyTo: names.exitQueue,
        correlationId: "theirs",
        clusterId: "c",
        userId: "entry-generator",
      },
    },
  ],
  ["a trace that is none", { headers: field("traceparent", text("\u001b[2J")) }],
];
