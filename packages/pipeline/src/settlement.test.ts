import { HEADERS } from "@boomgate/contracts";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import { afterEach, describe, expect, it } from "vitest";
import type { Message } from "./handler.js";
import {
  aPipeline,
  type Kind,
  NOW_MS,
  SensorBrokenError,
  SPAN,
  type Thermometers,
  TRACE,
  unconfirmed,
} from "./thermometers.fixture.js";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function started(given: Thermometers) {
  const made = await aPipeline(given);
  stops.push(made.stop);
  return made;
}

/** Fails with each of the errors once, then handles every message. */
const failing = (...errors: readonly unknown[]) => {
  const left = [...errors];
  return async () => {
    if (left.length > 0) throw left.shift();
    return "logged";
  };
};

describe("settlement", () => {
  it("acks what was handled, and only then", async () => {
    let finish: (outcome: string) => void = () => undefined;
    const handled = new Promise<string>((resolve) => (finish = resolve));
    const { send, settled, settlements, inHand, depth } = await started({ handle: () => handled });
    await send("21.5");
    await expect.poll(() => inHand).toEqual({ reading: 1, calibration: 0 });
    expect(settlements).toEqual([]);
    finish("logged");
    await settled();
    expect(settlements).toEqual([["reading", "acked", undefined]]);
    await expect.poll(() => inHand).toEqual({ reading: 0, calibration: 0 });
    expect([await depth("readings"), await depth("accepted")]).toEqual([0, 0]);
  });

  it("gives each queue its kind of event", async () => {
    const { send, settled, settlements } = await started({ handle: failing() });
    await send("at 0 °C", "calibrations.in");
    await settled();
    expect(settlements).toEqual([["calibration", "acked", undefined]]);
  });

  it.each([
    ["parked", "park", new SensorBrokenError("no wire"), "parked", "SENSOR_BROKEN"],
    ["retried", "retry", new Error("odd"), "retried", "UNEXPECTED"],
    ["retried, whatever it is", "none", "a text", "retried", "UNEXPECTED"],
    [
      "given back",
      "hold",
      new DependencyUnavailableError("attic", "no answer"),
      ...["released", "DEPENDENCY_UNAVAILABLE"],
    ],
  ])("a message is %s after an error whose recovery is %s", async (...row) => {
    const [, , error, settlement, code] = row;
    const { send, settled, settlements } = await started({ handle: failing(error) });
    await send("21.5");
    await settled();
    expect(settlements[0]).toEqual(["reading", settlement, code]);
  });

  it("parks a message with its cause, its origin and what it carried", async () => {
    const handle = failing(new SensorBrokenError("no wire"));
    const { send, next, depth } = await started({ handle });
    await send("-300");
    const { body, messageId, headers } = await next("parked");
    expect([body.toString(), messageId]).toEqual(["-300", "-300"]);
    expect(headers).toMatchObject({
      [HEADERS.parkedCode]: "SENSOR_BROKEN",
      [HEADERS.parkedReason]: "no wire",
      [HEADERS.parkedAt]: new Date(NOW_MS).toISOString(),
      [HEADERS.originalQueue]: "readings",
      [HEADERS.publishedAt]: NOW_MS - 1_000,
      [HEADERS.attempt]: 0,
    });
    expect(await depth("readings")).toBe(0);
  });

  it("parks what came through an exchange that does not belong to the queue, unhandled", async () => {
    const seen: Message<Kind>[] = [];
    const handle = async (message: Message<Kind>) => seen.push(message);
    const { send, settled, settlements } = await started({ handle });
    await send("21.5", "stranger");
    await settled();
    expect(settlements).toEqual([["reading", "parked", "FOREIGN_EXCHANGE"]]);
    expect(seen).toEqual([]);
  });

  it("takes an error that the handler throws at once like one it rejects with", async () => {
    const handle = () => {
      throw new SensorBrokenError("no wire");
    };
    const { send, settled, settlements } = await started({ handle });
    await send("21.5");
    await settled();
    expect(settlements).toEqual([["reading", "parked", "SENSOR_BROKEN"]]);
  });

  it("acks the original after the broker has confirmed the copy", async () => {
    let confirmed: () => void = () => undefined;
    const confirm = () => new Promise<void>((resolve) => (confirmed = resolve));
    const handle = failing(new SensorBrokenError("no wire"));
    const { send, settled, settlements, pipeline, depth } = await started({ handle, confirm });
    await send("21.5");
    await expect.poll(() => pipeline.inHandCount).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([settlements, pipeline.inHandCount]).toEqual([[], 1]);
    confirmed();
    await settled();
    expect(await depth("parked")).toBe(1);
  });

  it("gives a message back after a pause when its copy was not confirmed, and tries again", async () => {
    const error = new SensorBrokenError("no wire");
    const { send, settled, settlements, pauses, lines, depth } = await started({
      handle: failing(error, error),
      confirm: unconfirmed("parked"),
    });
    await send("21.5");
    await settled(2);
    expect(settlements).toEqual([
      ["reading", "released", "SENSOR_BROKEN"],
      ["reading", "parked", "SENSOR_BROKEN"],
    ]);
    expect(pauses).toEqual([1_000]);
    expect(lines.map(({ msg }) => msg)).toEqual([
      "event could not be moved, giving it back",
      "event parked",
    ]);
    expect(await depth("parked")).toBe(1);
  });

  it("logs a failure in one line with a constant sentence", async () => {
    const { send, settled, lines } = await started({
      handle: failing(new SensorBrokenError("no wire")),
    });
    await send("21.5");
    await settled();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      ...{ level: "warn", msg: "event parked", queue: "readings", messageId: "21.5" },
      ...{ code: "SENSOR_BROKEN", trace_id: TRACE, err: { message: "no wire" } },
    });
    expect(lines[0]).not.toMatchObject({ span_id: SPAN }); // a child of the sender's
  });
});

describe("a message that was delivered before", () => {
  const HELD = new DependencyUnavailableError("attic", "no answer");

  it("is copied to the accepted ones before its ack", async () => {
    const { send, settled, settlements, next } = await started({ handle: failing(HELD) });
    await send("21.5");
    await settled(2);
    expect(settlements.map(([, settlement]) => settlement)).toEqual(["released", "acked"]);
    const { body, headers } = await next("accepted");
    expect(body.toString()).toBe("21.5");
    expect(headers).toMatchObject({
      [HEADERS.accepted]: true,
      [HEADERS.originalQueue]: "readings",
    });
  });

  it("is acked without a copy where nothing is rebuilt", async () => {
    const { send, settled, depth } = await started({ handle: failing(HELD), isRebuilt: false });
    await send("21.5");
    await settled(2);
    expect(await depth("accepted")).toBe(0);
  });

  it("is tried again when that copy was not confirmed", async () => {
    const confirm = unconfirmed("accepted");
    const { send, settled, settlements, depth } = await started({ handle: failing(HELD), confirm });
    await send("21.5");
    await settled(3);
    expect(settlements.map(([, settlement]) => settlement)).toEqual([
      ...["released", "retried", "acked"],
    ]);
    expect(await depth("accepted")).toBe(1);
  });
});

it("a stopping pipeline waits for what is in hand, and takes no more", async () => {
  let finish: (outcome: string) => void = () => undefined;
  const handled = new Promise<string>((resolve) => (finish = resolve));
  const { send, pipeline, settlements, depth } = await started({ handle: () => handled });
  expect(pipeline.isConsuming).toBe(true);
  await send("21.5");
  await expect.poll(() => pipeline.inHandCount).toBe(1);
  const stopped = pipeline.stop();
  await send("22.0");
  expect(pipeline.isConsuming).toBe(false);
  finish("logged");
  await stopped;
  expect(settlements).toHaveLength(1);
  expect(await depth("readings")).toBe(1);
});
