import { describe, expect, it } from "vitest";
import { createHostCheck } from "./own-hosts.js";

describe("the host of a request", () => {
  const isOwn = createHostCheck(["Summary-API", "parking.example"]);

  it.each([
    "localhost",
    "LOCALHOST:8000",
    "a.localhost:1",
    "127.0.0.1:8000",
    "192.168.1.7",
    "[::1]:8000",
    "summary-api:8000",
    "parking.example",
  ])("is ours when it is %s", (host) => expect(isOwn(host)).toBe(true));

  it.each([
    undefined,
    "",
    "evil.example",
    "evil.example:8000",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "evillocalhost",
    "[evil.example]",
    "evil.example:8000:127.0.0.1",
  ])("is not ours when it is %s", (host) => expect(isOwn(host)).toBe(false));
});
