import { expect, it } from "vitest";
import { formatCursor } from "./cursor.js";
import { exportQuery, listQuery } from "./stay-queries.js";

const cursorOf = (...place: readonly string[]) =>
  Buffer.from(JSON.stringify(place)).toString("base64url");

const problemsOf = (schema: typeof listQuery | typeof exportQuery, query: object) =>
  (schema.safeParse(query).error?.issues ?? []).map(
    ({ path, message }) => `${path.join(".")}: ${message}`,
  );

const NO_INSTANT =
  "must be an RFC 3339 date with a zone, as 2026-03-01T08:00:00Z or 2026-03-01T08:00:00%2B01:00";

it.each([
  ["2026-03-01T08:00:00 01:00", "2026-03-01T07:00:00.000Z"],
  ["2026-03-01 08:00:00 01:00", "2026-03-01T07:00:00.000Z"],
  ["2026-03-01t08:00:00.25 05:45", "2026-03-01T02:15:00.250Z"],
  ["2026-03-01T08:00:00+01:00", "2026-03-01T07:00:00.000Z"],
  ["2026-03-01T08:00:00-01:00", "2026-03-01T09:00:00.000Z"],
  ["2026-03-01 08:00:00Z", "2026-03-01T08:00:00.000Z"],
])("reads %s as %s, as a + that was not encoded comes as a space", (given, instant) => {
  expect(listQuery.parse({ from: given }).from?.toISOString()).toBe(instant);
});

it.each([
  [{ limit: "0" }, "limit: must be a whole number from 1 to 1000"],
  [{ limit: "many" }, "limit: must be a whole number from 1 to 1000"],
  [{ limit: ["1", "2"] }, "limit: must be a whole number from 1 to 1000"],
  [{ status: "open" }, "status: must be one of closed, void"],
  [{ lot: "" }, "lot: must have 1 to 64 characters"],
  [{ lot: "a\0b" }, "lot: must not hold control characters"],
  [{ lot: ["a", "b"] }, "lot: must be given once"],
  [{ lot: "\u200b " }, "lot: must hold something that can be seen"],
  [{ plate: ["A", "B"] }, "plate: must be given once"],
  [{ plate: "" }, "plate: must hold 1 to 24 letters or digits, or a hash"],
  [{ plate: "A".repeat(25) }, "plate: must hold 1 to 24 letters or digits, or a hash"],
  [{ from: "2026-11-20" }, `from: ${NO_INSTANT}`],
  [{ from: "2026-11-20T08:00:00" }, `from: ${NO_INSTANT}`],
  [{ to: "2026-11-20 08:00" }, `to: ${NO_INSTANT}`],
  [{ to: "2026-11-20T08:00:00 1:00" }, `to: ${NO_INSTANT}`],
  [{ to: "2026-11-20T08:00:00  01:00" }, `to: ${NO_INSTANT}`],
  [{ from: "2026-11-21T00:00:00Z", to: "2026-11-20T00:00:00Z" }, "from: lies after to"],
  [{ cursor: "x".repeat(2_000) }, "cursor: is not a cursor of this list"],
  [
    { cursor: cursorOf("2026-11-20T09:30:30.500Z", "a\0b") },
    "cursor: is not a cursor of this list",
  ],
  [{ cursor: cursorOf("0000-01-01T00:00:00.000Z", "a") }, "cursor: is not a cursor of this list"],
  [{ cursor: cursorOf("2026-02-30T00:00:00.000Z", "a") }, "cursor: is not a cursor of this list"],
])("says what is wrong with %j", (query, problem) => {
  expect(problemsOf(listQuery, query)).toEqual([problem]);
});

it("normalises a lot, and leaves a plate unchanged", () => {
  const plate = "1กก 1234 กรุงเทพมหานคร";
  expect(listQuery.parse({ lot: "Zu\u0308rich\u00a0 1 ", plate })).toMatchObject({
    lot: "Z\u00fcrich 1",
    plate,
  });
});

it("accepts a cursor of the year 2000, which began in 1999 UTC in some time zones", () => {
  const place = { exitedAt: new Date("1999-12-31T23:00:00Z"), stayId: "main" };
  const { cursor } = listQuery.parse({ cursor: formatCursor(place) });
  expect(cursor).toEqual(place);
});

it("refuses a misspelt filter instead of answering with everything", () => {
  const problem =
    ": has a parameter besides plate, lot, exit_event_id, entry_event_id, status, from, to";
  expect(problemsOf(exportQuery, { form: "2026-11-20T00:00:00Z" })).toEqual([problem]);
});
