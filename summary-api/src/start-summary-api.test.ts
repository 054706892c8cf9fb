import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { staySummaryToWire } from "@boomgate/contracts";
import { readConfig } from "@boomgate/platform/config";
import { createLogger, createRegistry } from "@boomgate/platform/telemetry";
import { afterEach, beforeEach, expect, it } from "vitest";
import { summaryApiSettings } from "./settings.js";
import { startSummaryApi } from "./start-summary-api.js";
import { aStay } from "./store/stays.fixture.js";

let api: Awaited<ReturnType<typeof startSummaryApi>>;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "boomgate-api-"));
  const env = { SUMMARY_DATA_DIR: folder, HTTP_PORT: "0", METRICS_PORT: "0", INTAKE_LIMIT: "999" };
  api = await startSummaryApi({
    config: readConfig(summaryApiSettings, env),
    log: createLogger({ service: "test", level: "silent", showPlates: false }),
    registry: createRegistry("test"),
  });
});
afterEach(async () => {
  await api.stop();
  rmSync(folder, { recursive: true });
});

const wire = (...wanted: Parameters<typeof aStay>) => staySummaryToWire(aStay(...wanted));

async function read(path: string) {
  const response = await fetch(`${api.url}${path}`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function post(body: unknown, headers = { "content-type": "application/json" }) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${api.url}/api/v1/summaries`, {
    method: "POST",
    headers,
    body: text,
  });
  const type = response.headers.get("content-type") ?? "";
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, type, retryAfter: response.headers.get("retry-after"), answer };
}

it("answers 201 for what is new or revised and 200 for what it knows", async () => {
  const answers = [await post(wire()), await post(wire()), await post(wire({ revision: 2 }))];
  expect(answers.map(({ status }) => status)).toEqual([201, 200, 201]);
  const { body } = await read("/api/v1/summaries/x1");
  expect(body).toMatchObject({ ...wire({ revision: 2 }), corrections: 1 });
  expect(body["revisions"]).toMatchObject([{ revision: 1 }]);
});

it("stores the valid summaries of an array and names the others by their index", async () => {
  const broken = {
    ...wire({ id: "b" }),
    duration_seconds: -1,
    vehicle_plate: "<b>" + "Q".repeat(99),
  };
  const { status, answer } = await post([
    wire({ id: "a" }),
    broken,
    null,
    wire({ id: "c" }),
    wire({ id: "a" }),
  ]);
  expect(status).toBe(200);
  expect(answer).toMatchObject({
    received: 5,
    stored: 2,
    known: 1,
    rejected: [
      { index: 1, code: "CONTRACT_BROKEN" },
      { index: 2, code: "CONTRACT_BROKEN" },
    ],
  });
  expect(JSON.stringify(answer)).not.toContain("QQQ");
  const counted = { received: 5, stored: 2, known: 1, rejected: 2, closed: 2, void: 0 };
  expect((await read("/api/v1/stats")).body).toMatchObject(counted);
});

const secret = "SECRET";
it.each([
  ["no JSON", `{"stay_id": "${secret}`, 400],
  ["NaN", `{"revision": NaN, "stay_id": "${secret}"}`, 400],
  ["nothing", "", 400],
  ["null", "null", 422],
  ["a text", `"${secret}"`, 422],
  ["an empty object", "{}", 422],
  ["a contradiction", { ...wire(), duration_seconds: 1 }, 422],
  ["an exit long before its entry", { ...wire(), entry_date_time: "2026-11-21T23:00:00Z" }, 422],
  ["a far date", { ...wire(), exit_date_time: "9999-01-01T00:00:00Z" }, 422],
  ["1,001 summaries", Array.from({ length: 1_001 }, () => secret), 413],
  ["3 MB", JSON.stringify(secret.repeat(500_000)), 413],
])("refuses %s with a problem that echoes nothing", async (_what, body, status) => {
  const answer = await post(body);
  expect(answer).toMatchObject({ status, answer: { status } });
  expect(answer.type).toContain("application/problem+json");
  expect(JSON.stringify(answer.answer)).not.toMatch(/SECRET|\.[tj]s:|node_modules/);
});

it("reads over keys that would reach the prototype", async () => {
  const text = JSON.stringify(wire()).replace("{", '{"__proto__": {"a": 1}, ');
  expect((await post(text)).status).toBe(201);
});

it("asks the sender to come back when more is in hand than it may hold", async () => {
  const many = Array.from({ length: 1_000 }, (_, index) => wire({ id: `s${index}` }));
  expect(await post(many)).toMatchObject({
    status: 503,
    retryAfter: "1",
    answer: { code: "INTAKE_FULL" },
  });
});

it("pages through the list with a cursor and refuses a made-up one", async () => {
  await post(["a", "b", "c"].map((id) => wire({ id })));
  const { body } = await read("/api/v1/summaries?limit=2&plate=ab-123-cd");
  expect(body["stays"]).toMatchObject([{ stay_id: "c" }, { stay_id: "b" }]);
  const rest = await read(`/api/v1/summaries?limit=2&cursor=${String(body["next_cursor"])}`);
  expect(rest.body).toMatchObject({ stays: [{ stay_id: "a" }], next_cursor: null });
  expect((await read("/api/v1/summaries?cursor=made-up")).status).toBe(400);
});

it("tells the live stream of a stay once it is committed", async () => {
  const stream = await fetch(`${api.url}/api/v1/live`);
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  await post(wire());
  let text = "";
  while (!text.includes("event: stays\ndata: ")) text += (await reader?.read())?.value ?? "";
  expect(text).toContain('"stay_id":"x1"');
  await reader?.cancel();
});

it("describes itself in OpenAPI 3.1 and serves its page", async () => {
  const { body } = await read("/openapi.json");
  expect(body["openapi"]).toBe("3.1.0");
  const paths = [
    "/api/v1/live",
    "/api/v1/stats",
    "/api/v1/summaries",
    "/api/v1/summaries/{stayId}",
  ];
  expect(Object.keys(body["paths"] as object).toSorted()).toEqual(paths);
  expect(await (await fetch(api.url)).text()).toContain("Latest stays");
  expect((await read("/nowhere")).body).toMatchObject({ code: "NOT_FOUND" });
});
