import { afterAll, beforeAll, expect, it } from "vitest";
import { anApi, TOKENS } from "./api-contract.fixture.js";

let api: Awaited<ReturnType<typeof anApi>>;
beforeAll(async () => {
  api = await anApi();
});
afterAll(() => api.close());

it.each([
  ["GET", "/api/v1/summaries/", 404, /no id after the last slash.*\/api\/v1\/summaries/],
  ["GET", "/api/v1/summaries/?limit=1", 404, /no id after the last slash/],
  ["POST", "/api/v1/summaries/", 404, /without the slash/],
  ["DELETE", "/api/v1/plates/", 404, /no plate after the last slash/],
  ["GET", "/api/v1/summaries/a/b", 404, /%2F/],
  ["GET", "/api/v1/stats/", 404, /without the slash/],
  ["GET", "/api/v1/export.csv/", 404, /without the slash/],
  ["GET", "/api/v1/nowhere/", 404, /nothing here/],
  ["GET", "/nowhere", 404, /nothing here/],
  ["GET", "/%zz", 400, /%/],
  ["GET", "/api/v1/summaries/%E0%A4%A", 400, /%/],
] as const)("says what is wrong with %s %s", async (method, url, status, detail) => {
  const answer = await api.app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${TOKENS.admin}`, "content-type": "application/json" },
    ...(method === "POST" ? { payload: "{}" } : {}),
  });
  expect(answer.statusCode).toBe(status);
  expect(answer.json()).toMatchObject({ status, detail: expect.stringMatching(detail) as unknown });
});
