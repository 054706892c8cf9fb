import { expect, it } from "vitest";
import { exportQuery, listQuery } from "./stay-queries.js";

const problemsOf = (schema: typeof listQuery | typeof exportQuery, query: object) =>
  (schema.safeParse(query).error?.issues ?? []).map(
    ({ path, message }) => `${path.join(".")}: ${message}`,
  );

it.each([
  [{ limit: "0" }, "limit: must be a whole number from 1 to 1000"],
  [{ limit: "many" }, "limit: must be a whole number from 1 to 1000"],
  [{ limit: ["1", "2"] }, "limit: must be a whole number from 1 to 1000"],
  [{ status: "open" }, "status: must be one of closed, void"],
  [{ lot: "" }, "lot: must have 1 to 64 characters"],
  [{ plate: ["A", "B"] }, "plate: must be given once"],
  [{ from: "2026-11-20" }, "from: must be an RFC 3339 date with a zone"],
  [{ cursor: "x".repeat(2_000) }, "cursor: is not a cursor of this list"],
])("says what is wrong with %j", (query, problem) => {
  expect(problemsOf(listQuery, query)).toEqual([problem]);
});

it("refuses a misspelt filter instead of answering with everything", () => {
  const problem = ": has a parameter besides plate, lot, status, from, to";
  expect(problemsOf(exportQuery, { form: "2026-11-20T00:00:00Z" })).toEqual([problem]);
});
