import { setTimeout as sleep } from "node:timers/promises";
import {
  deleteTopology,
  field,
  list,
  nested,
  publishRaw,
  table,
  text,
  typed,
  uniqueName,
} from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import { chunksOf } from "../../lists/index.js";
import type { Delivery, MessageBroker } from "../message-broker.js";
import { senderTextOf } from "../sender-text.js";
import { openAmqpBroker } from "./amqp-broker.js";

/** Every letter may be the type of a value, of one of these lengths. */
const TYPES = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"].flatMap((tag) =>
  [0, 1, 2, 4, 5, 8].map((bytes) => ({ tag, bytes })),
);
const BAD_UTF8 = Buffer.alloc(200, 0xff);

/** What a sender may write, with what a reader is to see of it; any other words: that it cannot be read. */
const SHAPES: readonly (readonly [string, Buffer])[] = [
  ["5,000 nested tables", field("deep", nested(5_000, "F"))],
  ["20,000 nested tables", field("deep", nested(20_000, "F"))],
  ["20,000 nested lists", field("deep", nested(20_000, "A"))],
  ["names and texts that are not UTF-8", field(BAD_UTF8, text(BAD_UTF8))],
  ["a table without a name", field("", table(field("", text(""))))],
  ["the name of a prototype", field("__proto__", table(field("x-attempt", text("1"))))],
  [
    "a list of everything",
    field("all", list(text("a"), table(), list(), typed("V", Buffer.alloc(0)))),
  ],
  ["not a number", field("nan", typed("d", Buffer.from("7ff8000000000000", "hex")))],
  ["an endless number", field("endless", typed("f", Buffer.from("ff800000", "hex")))],
  ["the largest number", field("large", typed("l", Buffer.alloc(8, 0xff)))],
  ["a time at the end of all days", field("late", typed("T", Buffer.alloc(8, 0xff)))],
  ["60 KB of headers", field("long", text("x".repeat(60_000)))],
  ["120 KB of headers", field("long", text("x".repeat(120_000)))],
  [
    "10,000 headers",
    Buffer.concat(Array.from({ length: 10_000 }, () => field("n", typed("t", Buffer.from([1]))))),
  ],
];

const someBytes = (minLength: number, maxLength: number) =>
  fc.uint8Array({ minLength, maxLength }).map((array) => Buffer.from(array));

const { value: madeUpValue } = fc.letrec<{ value: Buffer }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: false },
    someBytes(0, 40).map(text),
    ...[
      ["t", 1],
      ["b", 1],
      ["s", 2],
      ["I", 4],
      ["f", 4],
      ["D", 5],
      ["l", 8],
      ["L", 8],
      ["d", 8],
      ["T", 8],
      ["V", 0],
    ].map(([tag, length]) =>
      someBytes(length as number, length as number).map((one) => typed(tag as string, one)),
    ),
    fc.array(tie("value"), { maxLength: 4 }).map((values) => list(...values)),
    fc
      .array(fc.tuple(someBytes(0, 20), tie("value")), { maxLength: 4 })
      .map((fields) => table(...fields.map(([name, value]) => field(name, value)))),
  ),
}));

/** Most of them well formed, with names and values that nobody expects; some are any bytes. */
const madeUpHeaders = fc.oneof(
  { arbitrary: someBytes(0, 60), weight: 1 },
  {
    arbitrary: fc
      .array(fc.tuple(someBytes(0, 60), madeUpValue), { maxLength: 8 })
      .map((fields) => Buffer.concat(fields.map(([name, value]) => field(name, value)))),
    weight: 4,
  },
);

describeWith("rabbitmq", "a consumer of messages with hostile headers", ({ rabbitmq: url }) => {
  let queue: string;
  let broker: MessageBroker;
  let warnings: string[];
  const topology = () => ({
    exchanges: [],
    queues: [{ name: queue, arguments: {} }],
    bindings: [],
  });

  beforeEach(async () => {
    queue = uniqueName();
    warnings = [];
    const log = {
      warn: (_: object, line: string) => void warnings.push(line),
      info: () => undefined,
    };
    broker = await openAmqpBroker({ url, topology: topology(), clientName: "test", log });
  });
  afterEach(async () => {
    await broker.close();
    await deleteTopology(url, topology());
  });

  const consume = async (count: number) => {
    const deliveries: Delivery[] = [];
    await broker.consume(queue, { prefetch: 10 }, (delivery) => {
      deliveries.push(delivery);
      delivery.ack();
    });
    const endMs = performance.now() + 30_000;
    while (deliveries.length < count && performance.now() < endMs) await sleep(5);
    return deliveries;
  };
  const send = (body: string, headers: Buffer) =>
    publishRaw(url, { exchange: "", routingKey: queue, body, headers });

  it.each(SHAPES)("reads over %s, and what comes after", async (_what, headers) => {
    const answer = await send("hostile", headers);
    await broker.publish({
      exchange: "",
      routingKey: queue,
      body: Buffer.from("good"),
      headers: {},
    });
    const expected = answer === "confirmed" ? ["hostile", "good"] : ["good"];
    const deliveries = await consume(expected.length);
    expect(deliveries.map(({ body }) => body.toString())).toEqual(expected);
    expect(warnings).toEqual([]);
  });

  it("reads over whatever else a sender makes up", async () => {
    const made = fc.sample(madeUpHeaders, { numRuns: 120 });
    const taken: string[] = [];
    const tryOne = async (headers: Buffer, index: number) => {
      if ((await send(String(index), headers)) === "confirmed") taken.push(String(index));
    };
    for (const some of chunksOf([...made.entries()], 24)) {
      await Promise.all(some.map(([index, headers]) => tryOne(headers, index)));
    }
    expect(taken.length).toBeGreaterThan(40);
    const deliveries = await consume(taken.length);
    expect(deliveries.map(({ body }) => body.toString()).toSorted()).toEqual(taken.toSorted());
    for (const delivery of deliveries) {
      expect(Buffer.byteLength(senderTextOf(delivery, []) ?? "")).toBeLessThan(4_300);
    }
    expect(warnings).toEqual([]);
  });

  it("keeps the other properties, and says that headers could not be read", async () => {
    await publishRaw(url, {
      exchange: "",
      routingKey: queue,
      body: "hostile",
      headers: field("deep", nested(20_000, "F")),
      properties: { contentType: "text/plain", messageId: "m1", appId: "camera" },
    });
    const [delivery] = await consume(1);
    expect(delivery).toMatchObject({ contentType: "text/plain", messageId: "m1", appId: "camera" });
    expect(Object.keys(delivery?.headers ?? {})).toEqual(["x-headers-unreadable"]);
  });

  it("reads over every type that the broker lets through", async () => {
    const taken: string[] = [];
    const tryOne = async ({ tag, bytes }: (typeof TYPES)[number]) => {
      const headers = field("any", typed(tag, Buffer.alloc(bytes)));
      if ((await send(tag, headers)) === "confirmed") taken.push(tag);
    };
    for (const some of chunksOf(TYPES, 32)) await Promise.all(some.map(tryOne));
    expect(taken.length).toBeGreaterThan(10);
    const deliveries = await consume(taken.length);
    expect(deliveries.map(({ body }) => body.toString()).toSorted()).toEqual(taken.toSorted());
    expect(warnings).toEqual([]);
  }, 60_000);
});
