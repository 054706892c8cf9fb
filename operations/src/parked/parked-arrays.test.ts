import {
  encodeEventArray,
  EVENT_ARRAY_CONTENT_TYPE,
  HEADERS,
  parkedQueueOf,
  pipelineTopology,
  poisonExchangeOf,
} from "@boomgate/contracts";
import { createMemoryBroker, type Delivery } from "@boomgate/platform/messaging";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Chosen } from "./chosen.js";
import { holdMessages } from "./hold-messages.js";
import type { ParkedMessage } from "./parked-message.js";
import { replayMessages } from "./replay-messages.js";
import { Summary } from "./summarize.js";
import { messageJson, messageText } from "./tables.js";

const names = { entryQueue: "entries", exitQueue: "exits", prefix: "" };
const queue = parkedQueueOf(names);
const NOW_MS = 1_763_683_200_123;
let broker: ReturnType<typeof createMemoryBroker>;
beforeEach(() => {
  broker = createMemoryBroker({ topology: pipelineTopology(names, "classic") });
});
afterEach(() => broker.close());

/** As the broker parks an array that expired, or was delivered too often. */
const giveUp = (body: string | Buffer, routingKey = names.entryQueue) =>
  broker.publish({
    ...{ exchange: poisonExchangeOf(names), routingKey, contentType: EVENT_ARRAY_CONTENT_TYPE },
    ...{ body: Buffer.from(body), headers: { "x-death": [{ reason: "expired" }] } },
  });
const anArray = (...ids: readonly string[]) =>
  encodeEventArray(
    ids.map((id, index) => ({
      body: Buffer.from(JSON.stringify({ id, vehicle_plate: "AB123CD" })),
      publishedAtMs: NOW_MS + index,
      traceparent: `00-${index}`,
    })),
  );
const options = { names, code: undefined, limit: 100, rate: undefined };
const ignore = () => undefined;
const take = async (consumed: string) => {
  const got: Delivery[] = [];
  await broker.consume(consumed, { prefetch: 1_000 }, (delivery) => void got.push(delivery));
  await expect.poll(() => got.length).toBeGreaterThan(0);
  return got;
};
const parked = async () => {
  const messages: ParkedMessage[] = [];
  const held = await holdMessages(broker, names, (message) => void messages.push(message));
  return { messages, held };
};

describe("an array that was parked whole", () => {
  it("is listed as its events", async () => {
    await giveUp(anArray("e1", "e2", "e3"));
    await giveUp(anArray("e4", "e5"));
    const summary = new Summary();
    const held = await holdMessages(broker, names, summary.take);
    expect(held).toEqual({ held: 2, total: 2, events: 5 });
    expect(summary.causes).toMatchObject([{ code: "GIVEN_UP_BY_BROKER", count: 5 }]);
  });

  it("has each of its events shown by its id, alone and without its plate", async () => {
    await giveUp(anArray("e1", "e2"));
    const { messages } = await parked();
    expect(messages.map(({ id }) => id)).toEqual(["e1", "e2"]);
    const [, second] = messages as [ParkedMessage, ParkedMessage];
    expect(messageText(second, false)).not.toContain("AB123CD");
    expect(messageJson(second, true)).toMatchObject({
      ...{ id: "e2", code: "GIVEN_UP_BY_BROKER", eventsInArray: 2, originalQueue: "entries" },
      headers: { [HEADERS.publishedAt]: NOW_MS + 1, [HEADERS.traceparent]: "00-1" },
      body: `{"id":"e2","vehicle_plate":"AB123CD"}`,
    });
  });

  it("is replayed event by event, each as if it had come alone", async () => {
    await giveUp(anArray("e1", "e2", "e3"));
    const counts: number[] = [];
    const result = await replayMessages(broker, options, (done) => void counts.push(done));
    expect(result).toMatchObject({ replayed: 3, withoutOrigin: 0, withoutQueue: 0, cameBack: 0 });
    expect(counts).toEqual([1, 2, 3]);
    const got = await take("entries");
    expect(got.map(({ messageId, contentType }) => [messageId, contentType])).toEqual(
      ["e1", "e2", "e3"].map((id) => [id, "application/json"]),
    );
    expect(got[2]?.headers).toEqual({
      [HEADERS.publishedAt]: NOW_MS + 2,
      [HEADERS.traceparent]: "00-2",
      [HEADERS.replayCount]: 1,
      [HEADERS.sender]: JSON.stringify({ headers: { "x-death": [{ reason: "expired" }] } }),
    });
    await broker.close();
    expect(await broker.depth(queue)).toBe(0);
  });

  it("stays whole when not all of its events could be replayed", async () => {
    await giveUp(anArray("e1", "e2"), "a queue of yesterday");
    expect(await replayMessages(broker, options, ignore)).toMatchObject({
      ...{ replayed: 0, withoutOrigin: 2 },
    });
    await broker.close();
    expect(await broker.depth(queue)).toBe(1);
  });

  it("is replayed as an array of its own where one of its elements is no event", async () => {
    await giveUp(`[{"event":{"id":"e1"}},{"id":"e2"}]`);
    await replayMessages(broker, options, ignore);
    const got = await take("entries");
    expect(got.map(({ body, contentType }) => [body.toString(), contentType])).toEqual([
      [`{"id":"e1"}`, "application/json"],
      [`[{"id":"e2"}]`, EVENT_ARRAY_CONTENT_TYPE],
    ]);
  });

  it("is one message where it cannot be read", async () => {
    await giveUp("[]");
    const { messages, held } = await parked();
    expect(held.events).toBe(1);
    expect(messages).toMatchObject([{ id: "?", eventsInArray: undefined }]);
    await broker.close();
    broker = createMemoryBroker({ topology: pipelineTopology(names, "classic") });
    await giveUp("[]");
    expect((await replayMessages(broker, options, ignore)).replayed).toBe(1);
    const [got] = await take("entries");
    expect([got?.body.toString(), got?.contentType]).toEqual(["[]", EVENT_ARRAY_CONTENT_TYPE]);
  });

  it("is deleted with all of its events, or not at all", async () => {
    await giveUp(anArray("e1", "e2"));
    await giveUp(anArray("e3", "e4"));
    await giveUp(anArray("e5", "e6"));
    const chosen = new Chosen({ code: undefined, limit: 3 });
    await holdMessages(broker, names, chosen.take);
    expect(chosen.messages.map(({ id }) => id)).toEqual(["e1", "e2", "e3", "e4"]);
    for (const { delivery } of chosen.messages) delivery.ack();
    await broker.close();
    expect(await broker.depth(queue)).toBe(1);
  });
});
