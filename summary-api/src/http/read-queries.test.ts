import { describe, expect, it } from "vitest";
import { formatReadCursor, readsQuery } from "./read-queries.js";

const place = {
  kind: "exit",
  lotId: "main",
  plate: "AB123CD",
  id: "x1",
  at: new Date("2026-11-20T08:00:00.000Z"),
} as const;
const encoded = (...parts: readonly unknown[]) =>
  Buffer.from(JSON.stringify(parts)).toString("base64url");
const at = place.at.toISOString();

describe("a cursor of the list of reads", () => {
  it.each([place, { ...place, plate: "" }])("is read as it was written", (one) => {
    expect(readsQuery.parse({ cursor: formatReadCursor(one) }).cursor).toEqual(one);
  });

  it.each([
    ["no base64 of JSON", "x"],
    ["of another list", encoded(at, "s-1")],
    [
      "of a time that no read has",
      encoded("-000001-01-01T00:00:00.000Z", "main", "", "exit", "x1"),
    ],
    ["of a year far ahead", encoded("+275760-01-01T00:00:00.000Z", "main", "", "exit", "x1")],
    ["of another spelling of a time", encoded("2026-11-20T08:00:00Z", "main", "", "exit", "x1")],
    ["of another kind", encoded(at, "main", "", "passage", "x1")],
    ["with a number", encoded(at, "main", "", "exit", 1)],
    ["with a NUL, which PostgreSQL refuses", encoded(at, "main", "", "exit", "x\0")],
  ])("is refused when it is %s", (_, cursor) => {
    const { success, error } = readsQuery.safeParse({ cursor });
    expect(success).toBe(false);
    expect(error?.issues[0]?.message).toBe("is not a cursor of this list");
  });
});

describe("the states asked for", () => {
  it("are separated by commas", () => {
    expect(readsQuery.parse({ state: "open,parked" }).state).toEqual(["open", "parked"]);
    expect(readsQuery.safeParse({ state: "open,lost" }).success).toBe(false);
  });
});
