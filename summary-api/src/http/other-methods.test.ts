import { afterAll, beforeAll, expect, it } from "vitest";
import { anApi } from "./api-contract.fixture.js";

let api: Awaited<ReturnType<typeof anApi>>;
beforeAll(async () => {
  api = await anApi();
});
afterAll(() => api.close());

it.each([
  ["PUT", "/api/v1/summaries", "GET, HEAD, POST"],
  ["OPTIONS", "/api/v1/summaries", "GET, HEAD, POST"],
  ["DELETE", "/api/v1/summaries/x1", "GET, HEAD"],
  ["GET", "/api/v1/plates/AB123CD", "DELETE"],
  ["HEAD", "/api/v1/live", "GET"],
  ["POST", "/", "GET, HEAD"],
] as const)("answers %s %s with the allowed methods: %s", async (method, url, allow) => {
  const body = method === "HEAD" || method === "GET" ? {} : { payload: "{", headers: JSON_TYPE };
  const answer = await api.app.inject({ method, url, ...body });
  expect([answer.statusCode, answer.headers["allow"]]).toEqual([405, allow]);
  if (method !== "HEAD") expect(answer.json()).toMatchObject({ code: "METHOD_NOT_ALLOWED" });
});
const JSON_TYPE = { "content-type": "application/json" };

it("answers 404 where a path has no route at all", async () => {
  expect((await api.app.inject({ method: "PUT", url: "/api/v1/nothing" })).statusCode).toBe(404);
});
