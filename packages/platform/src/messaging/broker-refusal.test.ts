import { expect, it } from "vitest";
import { PublishNotConfirmedError } from "./errors.js";
import { brokerRefusalOf } from "./broker-refusal.js";

const closed = (text: string, code?: number) =>
  new PublishNotConfirmedError({ cause: Object.assign(new Error(text), { code }) });

it("a refusal is known by its reply, in the words of the broker", () => {
  const words = "ACCESS_REFUSED - write access to exchange 'e' in vhost '/' refused for user 'u'";
  const text = `Channel closed by server: 403 (ACCESS-REFUSED) with message "${words}"`;
  expect(brokerRefusalOf(closed(text, 403))).toBe(words);
  expect(brokerRefusalOf(new Error("publish failed", { cause: closed(text) }))).toBe(words);
  expect(brokerRefusalOf(closed("channel closed", 403))).toBe("ACCESS_REFUSED");
  expect(
    brokerRefusalOf(closed("PRECONDITION_FAILED - message size 9 is larger than 8")),
  ).toContain("size");
});

it("what may pass is no refusal", () => {
  for (const text of ["NOT_FOUND - no exchange", "channel closed", "connect ECONNREFUSED ::1:1"]) {
    expect(brokerRefusalOf(closed(text, 404))).toBeUndefined();
  }
  expect(brokerRefusalOf(undefined)).toBeUndefined();
  const circle = new Error("a");
  circle.cause = circle;
  expect(brokerRefusalOf(circle)).toBeUndefined();
});
