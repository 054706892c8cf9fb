import { expect, it } from "vitest";
import { causeText } from "./cause-text.js";

it("joins an error and its causes, each once", () => {
  const inner = new Error("connect ECONNREFUSED 127.0.0.1:1");
  const refused = new AggregateError([inner, new Error("connect ECONNREFUSED ::1:1")]);
  expect(causeText(new Error("the broker is away", { cause: refused }))).toBe(
    "the broker is away: connect ECONNREFUSED 127.0.0.1:1",
  );
  expect(causeText(new Error(`away: ${inner.message}`, { cause: inner }))).toBe(
    "away: connect ECONNREFUSED 127.0.0.1:1",
  );
  expect(causeText("why")).toBe("why");
});

it("ends where causes go in a circle", () => {
  const first = new Error("first");
  first.cause = new Error("second", { cause: first });
  expect(causeText(first)).toBe("first: second");
});
