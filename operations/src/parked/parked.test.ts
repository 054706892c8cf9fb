import {
  HEADERS,
  parkedExchangeOf,
  parkedQueueOf,
  pipelineTopology,
  poisonExchangeOf,
  returnExchangeOf,
} from "@boomgate/contracts";
import { createMemoryBroker, type Delivery } from "@boomgate/platform/messaging";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { holdMessages } from "./hold-messages.js";
import type { ParkedMessage } from "./parked-message.js";
import { replayMessages } from "./replay-messages.js";
import { Summary } from "./summarize.js";
import { bodyText, messageText, summaryTable } from "./tables.js";

const names = { entryQueue: "entries", exitQueue: "exits", prefix: "" };
const queue = parkedQueueOf(names);
let broker: ReturnType<typeof createMemoryBroker>;
beforeEach(() => {
  broker = createMemoryBroker({ topology: pipelineTopology(names, "classic") });
});
afterEach(() => broker.close());

const park = (id: string, code: string, headers: Record<string, unknown> = {}) =>
  broker.publish({
    exchange: parkedExchangeOf(names),
    routingKey: "",
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
const options = { names, code: undefined, limit: 100, rate: undefined };
const ignore = () => undefined;

function summaryOf(message: ParkedMessage) {
  const summary = new Summary();
  summary.take(message);
  return summary.causes;
}

describe("the parking lot", () => {
  it("is listed by cause, with counts and times, and keeps its messages", async () => {
    await park("e1", "TOO_LATE");
    await park("e2", "CONTRACT_BROKEN");
    await park("e3", "TOO_LATE");
    const summary = new Summary();
    const { held, total } = await holdMessages(broker, names, summary.take);
    expect([held, total]).toEqual([3, 3]);
    expect(summary.causes).toEqual([
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

  it.each([
    ["as it is expected", `{"id":"e1","vehicle_plate": "SECRET", "confidence": 1}`],
    [
      "under a key that is spelt with escapes",
      String.raw`{"id":"e1","vehicle\u005fplate":"SECRET"}`,
    ],
    ["in a list", `{"id":"e1","vehicle_plate":["SECRET",{"a":"SECRET"}]}`],
    ["as a number", `{"id":"e1","vehicle_plate":771177}`],
    ["under another key, or as one", `{"id":"e1","kennzeichen":"SECRET","SECRET7":1}`],
    ["twice", `{"id":"e1","vehicle_plate":"SECRET","vehicle_plate":"SECRET"}`],
    ["deep below", `${`{"id":"e1","a":`.repeat(9_000)}"SECRET"${"}".repeat(9_000)}`],
    ["in single quotes", `{'id':'e1','vehicle_plate':'SECRET'}`],
    ["in what was cut off", `{"id":"e1","vehicle_plate":"SECRET"`],
    ["in UTF-16", Buffer.from(`{"vehicle_plate":"SECRET"}`, "utf16le")],
    ["as the body", `"SECRET"`],
  ])("hides a plate %s, unless asked to show it", (_how, text) => {
    const body = Buffer.from(text as string);
    expect(bodyText(body, false).replaceAll("\0", "")).not.toMatch(/SECRET|771177/);
    expect(bodyText(body, true).replaceAll("\0", "")).toMatch(/SECRET|771177/);
  });

  it("shows fields that say nothing of a vehicle", () => {
    const event = `{"id":"e1","entry_date_time":"yesterday","lot_id":"main","confidence":0.5}`;
    expect(bodyText(Buffer.from(event), false)).toBe(event);
  });

  it("shows no command to the terminal, nor a plate in what a sink answered", async () => {
    const evil = "\u001b]0;x\u0007\u009b2J\u202e";
    await broker.publish({
      exchange: parkedExchangeOf(names),
      routingKey: "",
      body: Buffer.from(`{"id":"e1${JSON.stringify(evil).slice(1, -1)}","vehicle_plate":"ab-123"}`),
      messageId: `m${evil}`,
      headers: {
        [HEADERS.parkedCode]: `CODE${evil}`,
        [HEADERS.parkedReason]: `refused AB123 (ab-123)${evil}\nid  another`,
        [HEADERS.originalQueue]: `entries${evil}`,
        [HEADERS.sender]: JSON.stringify({ headers: { plate: "AB123", [evil]: evil } }),
        traceparent: evil,
      },
    });
    const messages: ParkedMessage[] = [];
    await holdMessages(broker, names, (message) => void messages.push(message));
    const [message] = messages as [ParkedMessage];
    const shown = [messageText(message, false), summaryTable(summaryOf(message))];
    // oxlint-disable-next-line no-control-regex -- these are what is tested
    expect(shown.join("").replaceAll("\n", "")).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    expect(shown[0]?.split("\n").filter((line) => line.startsWith("id"))).toHaveLength(1);
    expect(shown.join("")).not.toMatch(/ab-?123/i);
    expect(messageText(message, true)).toContain("AB123");
  });

  it("believes headers only where a backend wrote them", async () => {
    const forged = {
      [HEADERS.parkedCode]: "TOO_LATE",
      [HEADERS.originalQueue]: "exits",
      [HEADERS.replayCount]: 7,
      CC: ["exits"],
    };
    const body = Buffer.from(JSON.stringify({ id: "e1" }));
    await broker.publish({ exchange: "", routingKey: queue, body, headers: forged });
    // As the broker's policy does with what was delivered too often.
    const poison = { exchange: poisonExchangeOf(names), routingKey: "entries" };
    await broker.publish({ ...poison, body, headers: forged });
    const messages: ParkedMessage[] = [];
    await holdMessages(broker, names, (message) => void messages.push(message));
    expect(
      messages.map(({ code, originalQueue, replayCount }) => [code, originalQueue, replayCount]),
    ).toEqual([
      ["UNKNOWN", undefined, 0],
      ["GIVEN_UP_BY_BROKER", "entries", 0],
    ]);
    await broker.close();
  });

  it("sends back no header that makes a broker route, and keeps these headers as text", async () => {
    const poison = { exchange: poisonExchangeOf(names), routingKey: "entries" };
    const headers = { CC: ["exits"], BCC: ["exits"], "x-death": [{ queue: "entries" }], own: 1 };
    await broker.publish({ ...poison, body: Buffer.from("{}"), headers });
    await replayMessages(broker, options, ignore);
    const got: Delivery[] = [];
    await broker.consume("entries", { prefetch: 10 }, (delivery) => void got.push(delivery));
    await expect.poll(() => got.length).toBe(1);
    expect(got[0]).toMatchObject({ exchange: returnExchangeOf(names), routingKey: "entries" });
    const { [HEADERS.sender]: sender, ...others } = got[0]?.headers ?? {};
    expect(others).toEqual({ [HEADERS.replayCount]: 1 });
    expect(JSON.parse(sender as string)).toEqual({ headers });
  });

  it("replays messages of one cause to where they came from, and leaves the others", async () => {
    await park("e1", "TOO_LATE");
    await park("e2", "UNEXPECTED");
    await park("e3", "TOO_LATE", { [HEADERS.replayCount]: 2 });
    const result = await replayMessages(broker, { ...options, code: "TOO_LATE" }, ignore);
    expect(result).toEqual({
      replayed: 2,
      withoutOrigin: 0,
      withoutQueue: 0,
      cameBack: 0,
      left: 0,
    });
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
        .publish({ ...delivery, exchange: parkedExchangeOf(names), routingKey: "" })
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
      left: 0,
    });
    await broker.close();
    expect(await broker.depth(queue)).toBe(2);
  });
});
