import { HEADERS, parkedQueueOf, pipelineTopology } from "@boomgate/contracts";
import { createMemoryBroker, type Delivery } from "@boomgate/platform/messaging";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { holdMessages } from "./hold-messages.js";
import { bodyText } from "./parked-message.js";
import { replayMessages } from "./replay-messages.js";
import { summarize } from "./summarize.js";

const names = { entryQueue: "entries", exitQueue: "exits", prefix: "" };
const queue = parkedQueueOf(names);
let broker: ReturnType<typeof createMemoryBroker>;
beforeEach(() => {
  broker = createMemoryBroker({ topology: pipelineTopology(names, "classic") });
});
afterEach(() => broker.close());

const park = (id: string, code: string, headers: Record<string, unknown> = {}) =>
  broker.publish({
    exchange: "",
    routingKey: queue,
    body: Buffer.from(JSON.stringify({ id, vehicle_plate: "AB123CD" })),
    messageId: id,
    headers: {
      traceparent: "00-1",
      [HEADERS.parkedCode]: code,
      [HEADERS.parkedAt]: `2026-03-01T08:00:0${id.slice(1)}.000Z`,
      [HEADERS.originalQueue]: "entries",
      [HEADERS.attempt]: 3,
      ...headers,
    },
  });
const options = { queue, code: undefined, limit: 100, rate: undefined };
const ignore = () => undefined;

describe("the parking lot", () => {
  it("is told by cause, with counts and times, and stays as it is", async () => {
    await park("e1", "TOO_LATE");
    await park("e2", "CONTRACT_BROKEN");
    await park("e3", "TOO_LATE");
    const { messages, total } = await holdMessages(broker, queue, 100);
    expect(total).toBe(3);
    expect(summarize(messages)).toEqual([
      {
        code: "TOO_LATE",
        count: 2,
        first: "2026-03-01T08:00:01.000Z",
        last: "2026-03-01T08:00:03.000Z",
        reason: "",
      },
      expect.objectContaining({ code: "CONTRACT_BROKEN", count: 1 }),
    ]);
    await broker.close();
    expect(await broker.depth(queue)).toBe(3);
  });

  it("hides plates in bodies unless asked to show them", () => {
    const body = Buffer.from(`{"id":"e1","vehicle_plate": "AB 12\\"3", "x": 1}`);
    expect(bodyText(body, false)).toBe(`{"id":"e1","vehicle_plate": "********", "x": 1}`);
    expect(bodyText(body, true)).toContain("AB 12");
  });

  it("replays messages of one cause to where they came from, and leaves the others", async () => {
    await park("e1", "TOO_LATE");
    await park("e2", "UNEXPECTED");
    await park("e3", "TOO_LATE", { [HEADERS.replayCount]: 2 });
    const result = await replayMessages(broker, { ...options, code: "TOO_LATE" }, ignore);
    expect(result).toEqual({ replayed: 2, withoutOrigin: 0, withoutQueue: 0, cameBack: 0 });
    const got: Delivery[] = [];
    await broker.consume("entries", { prefetch: 10 }, (delivery) => void got.push(delivery));
    await expect.poll(() => got.length).toBe(2);
    expect(got.map(({ messageId, headers }) => [messageId, headers])).toEqual([
      ["e1", { traceparent: "00-1", [HEADERS.replayCount]: 1 }],
      ["e3", { traceparent: "00-1", [HEADERS.replayCount]: 3 }],
    ]);
    await broker.close();
    expect(await broker.depth(queue)).toBe(1);
  });

  it("stops when a replayed message is parked again", async () => {
    for (const id of ["e1", "e2", "e3", "e4"]) await park(id, "TOO_LATE");
    await broker.consume("entries", { prefetch: 1 }, (delivery) => {
      void broker
        .publish({ ...delivery, exchange: "", routingKey: queue })
        .then(() => delivery.ack());
    });
    const { replayed, cameBack } = await replayMessages(broker, { ...options, rate: 5 }, ignore);
    expect(cameBack).toBeGreaterThan(0);
    expect(replayed).toBeLessThan(4);
  });

  it("keeps what it cannot send back", async () => {
    await park("e1", "TOO_LATE", { [HEADERS.originalQueue]: undefined });
    await park("e2", "TOO_LATE", { [HEADERS.originalQueue]: "of yesterday" });
    await park("e3", "TOO_LATE");
    expect(await replayMessages(broker, options, ignore)).toEqual({
      replayed: 1,
      withoutOrigin: 1,
      withoutQueue: 1,
      cameBack: 0,
    });
    await broker.close();
    expect(await broker.depth(queue)).toBe(2);
  });
});
