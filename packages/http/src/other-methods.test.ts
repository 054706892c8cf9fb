import { afterAll, beforeAll, expect, it } from "vitest";
import { notesApi } from "./notes-api.fixture.js";

let api: Awaited<ReturnType<typeof notesApi>>;
beforeAll(async () => {
  api = await notesApi();
});
afterAll(() => api.app.close());

it.each([
  ["PUT", "/notes", "POST"],
  ["GET", "/notes", "POST"],
  ["DELETE", "/notes/0", "GET, HEAD"],
] as const)("answers %s %s with the allowed methods: %s", async (method, url, allow) => {
  const answer = await api.app.inject({ method, url });
  expect([answer.statusCode, answer.headers["allow"]]).toEqual([405, allow]);
  expect(answer.json()).toMatchObject({
    code: "METHOD_NOT_ALLOWED",
    detail: `Allowed are ${allow}`,
  });
});

it("answers 404 where a path has no route at all", async () => {
  expect((await api.app.inject({ method: "PUT", url: "/nothing" })).statusCode).toBe(404);
});
