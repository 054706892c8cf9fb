import { HEADERS } from "@boomgate/contracts";
import { expect, it } from "vitest";
import type { Message } from "./handler.js";
import { attemptOf, publishedAtMs, replayCountOf, wasTriedBefore } from "./message-age.js";
import type { Way } from "./handler.js";

const message = (way: Way, headers: Message["delivery"]["headers"], redelivered = false) =>
  ({ way, delivery: { headers, redelivered } }) as Message;

it.each<Way>(["published", "direct", "foreign"])(
  "counts attempts and replays only of messages that came back, as anybody can send the headers: %s",
  (way) => {
    const sent = message(way, { [HEADERS.attempt]: 2, [HEADERS.replayCount]: 1 });
    expect([attemptOf(sent), replayCountOf(sent), wasTriedBefore(sent)]).toEqual([
      ...[0, undefined, false],
    ]);
  },
);

it("counts attempts and replays of a message that came back", () => {
  const returned = message("returned", { [HEADERS.attempt]: 2, [HEADERS.replayCount]: 1 });
  expect([attemptOf(returned), replayCountOf(returned), wasTriedBefore(returned)]).toEqual([
    ...[2, 1, true],
  ]);
});

it.each([0, -1, 1.5, "1", Number.NaN, undefined])("takes an attempt of %s for none", (value) => {
  const returned = message("returned", { [HEADERS.attempt]: value });
  expect([attemptOf(returned), wasTriedBefore(returned)]).toEqual([0, false]);
});

it("a delivery that the broker made before was tried before", () => {
  expect(wasTriedBefore(message("published", {}, true))).toBe(true);
});

it("the header of our publishers, in ms, goes before the timestamp of AMQP, in seconds", () => {
  const delivery = { headers: { [HEADERS.publishedAt]: 1_500 }, timestampMs: 1_000 };
  const published = (given: object) => publishedAtMs(given as Message["delivery"]);
  expect(published(delivery)).toBe(1_500);
  expect(published({ ...delivery, headers: {} })).toBe(1_000);
  expect(published({ headers: {} })).toBe(undefined);
});
