import { expect, it } from "vitest";
import { publishedAtMsOf } from "./published-at.js";
import { HEADERS } from "./queues.js";

it("is what our publishers write", () => {
  expect(publishedAtMsOf({ [HEADERS.publishedAt]: 1_772_352_000_000 })).toBe(1_772_352_000_000);
});

it.each(["1772352000000", null, true, -5, 0, Number.NaN, [5], undefined])(
  "is not known from %s: a copy of the message does not keep it, either",
  (value) => expect(publishedAtMsOf({ [HEADERS.publishedAt]: value })).toBeUndefined(),
);
