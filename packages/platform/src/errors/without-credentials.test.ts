import { expect, it } from "vitest";
import { causeText } from "./cause-text.js";
import { withoutCredentials } from "./without-credentials.js";

it.each([
  ["no URL at all", "no URL at all"],
  ["at http://host:80/a@b?c=d", "at http://host:80/a@b?c=d"],
  ["Invalid URL: postgres://u:p@ss@host/db, sorry", "Invalid URL: postgres://***@host/db, sorry"],
  ["<amqps://u:p%40@[::1]:5671/v>", "<amqps://***@[::1]:5671/v>"],
  ["redis://:s3cret@host and https://t0ken@host", "redis://***@host and https://***@host"],
  ["cannot fetch HTTP://U:P@HOST", "cannot fetch HTTP://***@HOST"],
])("leaves users and passwords out: %s", (text, shown) => {
  expect(withoutCredentials(text)).toBe(shown);
});

it("leaves them out of causes, too", () => {
  const cause = new TypeError("URL includes credentials: http://u:p@host/");
  expect(causeText(new Error("fetch failed", { cause }))).toBe(
    "fetch failed: URL includes credentials: http://***@host/",
  );
});
