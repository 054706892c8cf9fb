import { expect, it } from "vitest";
import { eventMessage } from "./event-message.js";
import { publishedAtMsOf } from "./published-at.js";

const exchanges = { entry: "parking.entries", exit: "parking.exits" };
const body = Buffer.from("{}");

it("goes to the exchange of its kind of event, under the id of the event", () => {
  const options = { exchanges, appId: "gateway", nowMs: 1_700_000_000_000 };
  expect(eventMessage({ kind: "exit", id: "x1" }, body, options)).toEqual({
    exchange: "parking.exits",
    routingKey: "",
    body,
    messageId: "x1",
    timestampMs: 1_700_000_000_000,
    contentType: "application/json",
    appId: "gateway",
    headers: { "x-published-at": 1_700_000_000_000 },
  });
});

it("says when it was published, in the words that a consumer reads", () => {
  const options = { exchanges, appId: "gateway", nowMs: 1_700_000_000_000 };
  const { headers } = eventMessage({ kind: "entry", id: "e1" }, body, options);
  expect(publishedAtMsOf(headers)).toBe(1_700_000_000_000);
});
