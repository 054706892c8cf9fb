import { HEADERS } from "@boomgate/contracts";
import { afterEach, expect, it } from "vitest";
import type { Message } from "./handler.js";
import { aPipeline, type Kind, NOW_MS, TRACE } from "./thermometers.fixture.js";

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** @param failures - so often handling fails before it succeeds */
async function failing(failures: number) {
  const seen: Message<Kind>[] = [];
  const made = await aPipeline({
    handle: async (message) => {
      seen.push(message);
      if (seen.length <= failures) throw new Error("the attic is dark");
    },
  });
  stops.push(made.stop);
  return { ...made, seen };
}

it("a message comes back after a while, as it was", async () => {
  const { send, settled, settlements, seen } = await failing(1);
  await send("21.5");
  await settled(2);
  expect(settlements.map(([, settlement]) => settlement)).toEqual(["retried", "acked"]);
  const [first, second] = seen.map(({ delivery }) => delivery);
  expect([second?.body, second?.messageId, second?.queue]).toEqual([
    ...[first?.body, first?.messageId, "readings"],
  ]);
  expect(second?.headers).toMatchObject({
    [HEADERS.attempt]: 1,
    [HEADERS.publishedAt]: NOW_MS - 1_000,
  });
  expect(seen.map(({ way, trace }) => [way, trace.traceId])).toEqual([
    ["published", TRACE],
    ["returned", TRACE],
  ]);
});

it("comes back to the queue it was taken from", async () => {
  const { send, settled, settlements } = await failing(1);
  await send("at 0 °C", "calibrations.in");
  await settled(2);
  expect(settlements.map(([kind]) => kind)).toEqual(["calibration", "calibration"]);
});

it("is parked when no retry is left, with their number", async () => {
  const { send, settled, settlements, next } = await failing(9);
  await send("21.5");
  await settled(3);
  expect(settlements.map(([, settlement]) => settlement)).toEqual(["retried", "retried", "parked"]);
  const { headers } = await next("parked");
  expect(headers).toMatchObject({
    [HEADERS.attempt]: 2,
    [HEADERS.parkedCode]: "UNEXPECTED",
    [HEADERS.parkedReason]: "the attic is dark",
  });
});

it("a sender cannot use up the retries of its message with a header", async () => {
  const { send, settled, settlements, seen } = await failing(1);
  await send("21.5", "readings.in", { [HEADERS.attempt]: 2 });
  await settled(2);
  expect(settlements.map(([, settlement]) => settlement)).toEqual(["retried", "acked"]);
  expect(seen[1]?.delivery.headers[HEADERS.attempt]).toBe(1);
});

it("a message that was accepted after a retry leaves a copy that says so", async () => {
  const { send, settled, depth } = await failing(1);
  await send("21.5");
  await settled(2);
  expect(await depth("accepted")).toBe(1);
});
