import { EVENT_ARRAY_CONTENT_TYPE, HEADERS } from "@boomgate/contracts";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import type { Delivery } from "@boomgate/platform/messaging";
import { afterEach, describe, expect, it } from "vitest";
import type { Message } from "../handler.js";
import {
  aPipeline,
  type Kind,
  NOW_MS,
  SensorBrokenError,
  type Thermometers,
  traceparent,
  TRACE,
  unconfirmed,
} from "../thermometers.fixture.js";
import { ArrayInHand, type ElementDelivery } from "./array-in-hand.js";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function started(given: Thermometers) {
  const made = await aPipeline(given);
  stops.push(made.stop);
  return made;
}

const elementOf = (degrees: number) => ({
  event: { id: `r${degrees}`, degrees },
  published_at: NOW_MS - degrees,
  traceparent,
});
const elements = (count: number) => Array.from({ length: count }, (_, index) => elementOf(index));

const degreesOf = ({ delivery }: Message<Kind>) =>
  (JSON.parse(delivery.body.toString()) as { readonly degrees: number }).degrees;

/** Handles all but some, which fail with the error each time. */
const failingAt = (error: unknown, ...degrees: readonly number[]) => {
  const seen: Message<Kind>[] = [];
  const handle = async (message: Message<Kind>) => {
    seen.push(message);
    if (degrees.includes(degreesOf(message))) throw error;
  };
  return { seen, handle };
};

describe("an array of events", () => {
  it("is handled event by event, each as if it had come alone", async () => {
    const { seen, handle } = failingAt(undefined);
    const { sendArray, settled, settlements, depth } = await started({ handle });
    await sendArray(elements(3));
    await settled(3);
    expect(settlements).toEqual([0, 1, 2].map(() => ["reading", "acked", undefined]));
    expect(seen.map(({ delivery }) => [delivery.messageId, delivery.headers])).toEqual(
      [0, 1, 2].map((degrees) => [
        `r${degrees}`,
        { traceparent, [HEADERS.publishedAt]: NOW_MS - degrees },
      ]),
    );
    expect(seen.every(({ trace }) => trace.traceId === TRACE)).toBe(true);
    expect(seen.map(({ delivery }) => (delivery as ElementDelivery).parsed)).toEqual(
      elements(3).map(({ event }) => event),
    );
    expect(await depth("readings")).toBe(0);
  });

  it("is acked after its last event, not before", async () => {
    const finish: (() => void)[] = [];
    const handle = () => new Promise<void>((resolve) => void finish.push(resolve));
    const { sendArray, pipeline, stop } = await started({ handle });
    await sendArray(elements(2));
    await expect.poll(() => finish.length).toBe(2);
    finish[0]?.();
    await expect.poll(() => pipeline.inHandCount).toBe(1);
    const { acks, delivery } = anArray(2);
    const [first, last] = delivery;
    first?.ack();
    first?.ack(); // a second ack of one event is none of another
    expect(acks).toEqual([]);
    last?.ack();
    expect(acks).toEqual(["ack"]);
    finish[1]?.();
    await stop();
  });

  it("parks the event that fails, alone and under its own identity", async () => {
    const { handle } = failingAt(new SensorBrokenError("no wire"), 1);
    const { sendArray, settled, settlements, next, depth } = await started({ handle });
    await sendArray(elements(3), { "x-colour": "red" });
    await settled(3);
    expect(settlements.filter(([, settlement]) => settlement === "parked")).toHaveLength(1);
    const { body, messageId, contentType, headers } = await next("parked");
    expect(JSON.parse(body.toString())).toEqual(elementOf(1).event);
    expect([messageId, contentType]).toEqual(["r1", "application/json"]);
    expect(headers).toMatchObject({
      [HEADERS.parkedCode]: "SENSOR_BROKEN",
      [HEADERS.publishedAt]: NOW_MS - 1,
      [HEADERS.traceparent]: traceparent,
      [HEADERS.originalQueue]: "readings",
      [HEADERS.sender]: JSON.stringify({ headers: { "x-colour": "red" } }),
    });
    expect(await depth("readings")).toBe(0);
  });

  it("retries the event that fails, alone", async () => {
    const { seen, handle } = failingAt(new Error("odd"), 1);
    const { sendArray, settled, settlements, depth } = await started({ handle });
    await sendArray(elements(2));
    await settled(4);
    expect(settlements.map(([, settlement]) => settlement).toSorted()).toEqual([
      ...["acked", "parked", "retried", "retried"],
    ]);
    expect(seen.map(degreesOf).toSorted((a, b) => a - b)).toEqual([0, 1, 1, 1]);
    expect(await depth("parked")).toBe(1);
  });

  it("comes back whole when one of its events is given back", async () => {
    const error = new DependencyUnavailableError("attic", "no answer");
    let isAway = true;
    const handle = async (message: Message<Kind>) => {
      if (degreesOf(message) !== 1 || !isAway) return;
      isAway = false;
      throw error;
    };
    const { sendArray, settled, settlements, depth } = await started({ handle });
    await sendArray(elements(3));
    await settled(6);
    expect(settlements.filter(([, settlement]) => settlement === "released")).toHaveLength(1);
    // Delivered again, all of them may have been parked before.
    expect(await depth("accepted")).toBe(3);
  });

  it.each([
    ["is no JSON array", { event: {} }, EVENT_ARRAY_CONTENT_TYPE],
    [
      "is of a format that is not known",
      [elementOf(0)],
      "application/vnd.boomgate.events+json;v=2",
    ],
  ])("is parked whole when it %s", async (_, body, contentType) => {
    const { seen, handle } = failingAt(undefined);
    const { sendArray, settled, settlements, next } = await started({ handle });
    await sendArray(body as never, {}, contentType);
    await settled();
    expect(settlements).toEqual([["reading", "parked", "CONTRACT_BROKEN"]]);
    expect(seen).toEqual([]);
    const parked = await next("parked");
    expect([JSON.parse(parked.body.toString()), parked.contentType]).toEqual([body, contentType]);
  });
});

describe("an array that was delivered too often", () => {
  /** As a quorum queue gives it the third time. */
  const again = (count: number) => ({ "x-delivery-count": count });
  const releasedOnce = () => {
    let left = 1;
    return async () => {
      left -= 1;
      if (left === 0) throw new DependencyUnavailableError("attic", "no answer");
    };
  };

  it("goes on as its events, each in a message of its own that says so", async () => {
    const ways: (readonly [string, unknown])[] = [];
    const release = releasedOnce();
    const handle = async (message: Message<Kind>) => {
      ways.push([message.way, message.delivery.headers[HEADERS.unpacked]]);
      await release();
    };
    const { sendArray, settled, settlements, depth, lines } = await started({ handle });
    await sendArray(elements(2), again(2));
    // Two of the array, one of which is given back, then two alone.
    await settled(4);
    expect(ways.slice(2)).toEqual([
      ["returned", true],
      ["returned", true],
    ]);
    expect(settlements.slice(2).map(([, settlement]) => settlement)).toEqual(["acked", "acked"]);
    expect(await depth("accepted")).toBe(2);
    expect(lines.map(({ msg }) => msg)).toContain(
      "array was delivered too often, its events go on one by one",
    );
  });

  it("is given back when that is not confirmed, and taken apart later", async () => {
    const release = releasedOnce();
    const { sendArray, settled, pauses, depth, settlements } = await started({
      handle: release,
      confirm: unconfirmed("return"),
    });
    await sendArray(elements(1), again(2));
    await settled(2);
    expect(pauses).toEqual([1_000]);
    expect(settlements.at(-1)).toEqual(["reading", "acked", undefined]);
    expect(await depth("readings")).toBe(0);
  });

  it("goes on as it is before, and where its sender only says so", async () => {
    const release = releasedOnce();
    const { sendArray, settled, settlements } = await started({ handle: release });
    await sendArray(elements(2), again(1));
    await settled(4);
    await sendArray(elements(2), again(9));
    await settled(6);
    expect(settlements.filter(([, settlement]) => settlement === "acked")).toHaveLength(5);
  });
});

/** Elements of a message whose settlement is recorded. */
function anArray(count: number) {
  const acks: string[] = [];
  const whole = {
    headers: {},
    ack: () => void acks.push("ack"),
    release: () => void acks.push("release"),
  } as unknown as Delivery;
  const read = elements(count).map(({ event }) => ({
    ...{ event, publishedAtMs: undefined, traceparent: undefined, broken: undefined },
  }));
  return { acks, delivery: new ArrayInHand(whole, read).elements };
}
