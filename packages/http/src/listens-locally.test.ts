import { expect, it } from "vitest";
import { checkListens, listensLocally } from "./listens-locally.js";

it.each([
  ["127.0.0.1", true],
  ["127.1.2.3", true],
  ["::1", true],
  ["::ffff:127.0.0.1", true],
  ["localhost", true],
  ["0.0.0.0", false],
  ["0", false],
  ["::", false],
  ["::ffff:0.0.0.0", false],
  ["192.0.2.1", false],
  ["there-is-no-such-name.invalid", false],
])("finds that only this machine reaches %s: %s", async (host, expected) => {
  expect(await listensLocally(host)).toBe(expected);
});

it("lets an API with tokens listen anywhere", async () => {
  await expect(checkListens("0.0.0.0", "read 0123456789abcdef")).resolves.toBeUndefined();
});

it("refuses to serve a network without tokens, and names the missing setting", async () => {
  await expect(checkListens("0.0.0.0", undefined)).rejects.toThrow(/API_TOKENS_FILE/);
});
