import { eventsOf, HEADERS, MAX_ARRAY_BYTES, MAX_ARRAY_EVENTS } from "@boomgate/contracts";
import {
  type OutgoingMessage,
  PublisherFullError,
  PublishNotConfirmedError,
} from "@boomgate/platform/messaging";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aBroker, settled } from "./confirming-broker.fixture.js";
import { PackingPublisher } from "./packing-publisher.js";

const NOW_MS = 1_763_683_200_123;
const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

const messageOf = (id: string, given: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  ...{ exchange: "readings.in", routingKey: "", appId: "thermometer", timestampMs: NOW_MS },
  ...{ contentType: "application/json", messageId: id },
  body: Buffer.from(JSON.stringify({ id })),
  headers: { [HEADERS.publishedAt]: NOW_MS, [HEADERS.traceparent]: traceparent },
  ...given,
});

const idsOf = (message: OutgoingMessage) =>
  eventsOf("reading", message).map(({ event }) => (event as { id: string }).id);

describe("PackingPublisher", () => {
  it("publishes an event that comes alone as it is", async () => {
    const broker = aBroker();
    const packing = new PackingPublisher(broker.publisher);
    for (const id of ["r1", "r2"]) {
      const message = messageOf(id);
      const publishing = packing.publish(message);
      await settled();
      expect(broker.sent.at(-1)).toBe(message);
      await broker.confirm();
      await publishing;
    }
    expect(broker.sent).toHaveLength(2);
  });

  it("packs what comes while a message is under way, and what comes together", async () => {
    const broker = aBroker();
    const packing = new PackingPublisher(broker.publisher);
    const publishing = [packing.publish(messageOf("r1"))];
    await settled();
    for (const id of ["r2", "r3", "r4"]) {
      publishing.push(packing.publish(messageOf(id)));
      await settled();
    }
    expect(broker.sent.map(idsOf)).toEqual([["r1"]]);
    await broker.confirm();
    expect(broker.sent.map(idsOf)).toEqual([["r1"], ["r2", "r3", "r4"]]);
    await broker.confirm();
    await Promise.all(publishing);
    void packing.publish(messageOf("r5"));
    void packing.publish(messageOf("r6"));
    await settled();
    expect(broker.sent.slice(2).map(idsOf)).toEqual([["r5", "r6"]]);
  });

  it("keeps time and trace of each event, and what all of them share", async () => {
    const broker = aBroker();
    const packing = new PackingPublisher(broker.publisher);
    void packing.publish(messageOf("r1"));
    const untraced = { [HEADERS.publishedAt]: NOW_MS + 1 };
    void packing.publish(messageOf("r2", { headers: untraced, timestampMs: NOW_MS + 1 }));
    await settled();
    const [array] = broker.sent;
    expect(array).toEqual({
      ...{ exchange: "readings.in", routingKey: "", appId: "thermometer", timestampMs: NOW_MS },
      contentType: "application/vnd.boomgate.events+json;v=1",
      headers: {},
      eventCount: 2,
      body: expect.any(Buffer) as Buffer,
    });
    expect(JSON.parse(array?.body.toString() ?? "")).toEqual([
      { event: { id: "r1" }, published_at: NOW_MS, traceparent },
      { event: { id: "r2" }, published_at: NOW_MS + 1 },
    ]);
  });

  it("packs no two kinds and no two applications together, and none waits for the other", async () => {
    const broker = aBroker();
    const packing = new PackingPublisher(broker.publisher);
    const others = [{}, { exchange: "calibrations.in" }, { routingKey: "k" }, { appId: "replay" }];
    for (const each of [...others, ...others]) void packing.publish(messageOf("r", each));
    await settled();
    expect(broker.sent.map(idsOf)).toEqual(others.map(() => ["r", "r"]));
    expect(broker.sent).toMatchObject(others);
  });

  it.each([
    ["is no JSON", { body: Buffer.from('{"id":"odd"') }],
    ["would break out of its element", { body: Buffer.from('{}},{"event":{}') }],
    ["is empty", { body: Buffer.alloc(0) }],
    ["is not UTF-8", { body: Buffer.from('{"id":"odd","x":"\u00E9"}', "latin1") }],
    ["begins with a byte order mark", { body: Buffer.from('\uFEFF{"id":"odd"}') }],
    [
      "is too large for an event",
      { body: Buffer.from(`{"id":"odd","x":"${"x".repeat(65_536)}"}`) },
    ],
    ["has another id in its body", { body: Buffer.from('{"id":"r2"}') }],
    ["is null", { body: Buffer.from("null") }],
    ["has another content type", { contentType: "text/plain" }],
    ["has a header of its own", { headers: { [HEADERS.publishedAt]: NOW_MS, "x-colour": "red" } }],
    ["has no time of publishing", { headers: {} }],
    ["has a trace that is none", { headers: { [HEADERS.publishedAt]: NOW_MS, traceparent: '"' } }],
  ])("publishes alone, in its place, what %s", async (_, given) => {
    const broker = aBroker();
    const packing = new PackingPublisher(broker.publisher);
    const odd = messageOf("odd", given);
    const messages = [messageOf("r1"), messageOf("r2"), odd, messageOf("r3"), messageOf("r4")];
    for (const message of messages) void packing.publish(message);
    await settled();
    expect(broker.sent).toHaveLength(3);
    expect(broker.sent[1]).toBe(odd);
    const others = broker.sent.filter((message) => message !== odd);
    expect(others.map(idsOf)).toEqual([
      ["r1", "r2"],
      ["r3", "r4"],
    ]);
  });

  it("settles each call as its message was settled, and goes on after a failure", async () => {
    const broker = aBroker();
    const packing = new PackingPublisher(broker.publisher);
    const publishing = ["r1", "r2"].map((id) => packing.publish(messageOf(id)));
    const results = Promise.allSettled(publishing);
    await settled();
    const later = packing.publish(messageOf("r3"));
    const lost = new PublishNotConfirmedError();
    await broker.fail(lost);
    expect(await results).toEqual([
      { status: "rejected", reason: lost },
      { status: "rejected", reason: lost },
    ]);
    expect(broker.sent.map(idsOf)).toEqual([["r1", "r2"], ["r3"]]);
    await broker.confirm();
    await expect(later).resolves.toBeUndefined();
  });

  it("settles a call when its own message is confirmed, not the last of them", async () => {
    const settlements: string[] = [];
    const opened: (() => void)[] = [];
    const packing = new PackingPublisher({
      publish: () => new Promise((resolve) => void opened.push(resolve)),
    });
    const publish = (id: string, given = {}) =>
      packing.publish(messageOf(id, given)).then(() => settlements.push(id));
    void publish("r1");
    void publish("odd", { headers: {} });
    await settled();
    opened[1]?.();
    await settled();
    expect(settlements).toEqual(["odd"]);
    void publish("r2");
    await settled();
    expect(opened).toHaveLength(2); // r1 is still under way
    opened[0]?.();
    await settled();
    expect(settlements).toEqual(["odd", "r1"]);
    expect(opened).toHaveLength(3);
  });

  it("refuses what would make too many wait", async () => {
    const broker = aBroker();
    const packing = new PackingPublisher(broker.publisher, { mostWaiting: 2 });
    void packing.publish(messageOf("r1"));
    await settled();
    const publishing = ["r2", "r3", "r4"].map((id) => packing.publish(messageOf(id)));
    await expect(publishing[2]).rejects.toBeInstanceOf(PublisherFullError);
    await broker.confirm();
    await broker.confirm();
    await Promise.all(publishing.slice(0, 2));
  });

  it("publishes each event once, in order, within the bounds of an array, whatever comes when", async () => {
    const anEvent = fc.record({
      size: fc.oneof(fc.nat(200), fc.constant(60_000), fc.nat(70_000)),
      isAlone: fc.nat(9).map((one) => one === 0),
    });
    const aStep = fc.oneof(
      fc.record({ publish: fc.array(anEvent, { maxLength: 150 }) }),
      fc.constant({ confirm: true }),
    );
    let arrays = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { maxLength: 8 }), async (steps) => {
        const broker = aBroker();
        const packing = new PackingPublisher(broker.publisher);
        const given: string[] = [];
        const publishing: Promise<void>[] = [];
        for (const step of steps) {
          if ("confirm" in step) await broker.confirm();
          else {
            for (const { size, isAlone } of step.publish) {
              const id = `r${given.length}`;
              given.push(id);
              const body = Buffer.from(JSON.stringify({ id, text: "x".repeat(size) }));
              const headers = isAlone ? {} : messageOf(id).headers;
              publishing.push(packing.publish(messageOf(id, { body, headers })));
            }
            await settled();
          }
        }
        while (broker.underWay > 0) await broker.confirm();
        await Promise.all(publishing);
        const sent = broker.sent.map((message) =>
          message.contentType === "application/json" ? [String(message.messageId)] : idsOf(message),
        );
        expect(sent.flat()).toEqual(given);
        expect(sent.every(({ length }) => length <= MAX_ARRAY_EVENTS)).toBe(true);
        const sizes = broker.sent.map(({ body }) => body.byteLength);
        expect(sizes.every((bytes) => bytes <= MAX_ARRAY_BYTES)).toBe(true);
        arrays += sent.filter(({ length }) => length > 1).length;
      }),
      { numRuns: 60 },
    );
    expect(arrays).toBeGreaterThan(60);
  });
});
