import { request } from "node:http";
import { afterEach, beforeEach, expect, it } from "vitest";
import { aRunningApi, wire } from "./running-api.fixture.js";
import { idOf } from "./store/stays/stays.fixture.js";

let api: Awaited<ReturnType<typeof aRunningApi>>;
beforeEach(async () => {
  api = await aRunningApi();
});
afterEach(() => api.stop());

const secret = "SECRET";
const nested = (depth: number): unknown =>
  JSON.parse(`${"[".repeat(depth)}"${secret}"${"]".repeat(depth)}`);

it.each([
  ["no JSON", `{"stay_id": "${secret}`, 400],
  ["NaN", `{"revision": NaN, "stay_id": "${secret}"}`, 400],
  ["nothing", "", 400],
  ["a negative duration", { ...wire(), duration_seconds: -1 }, 422],
  ["an endless duration", JSON.stringify(wire()).replace("5400", "1e999"), 422],
  ["null", "null", 422],
  ["a text", `"${secret}"`, 422],
  ["an empty object", "{}", 422],
  ["a contradiction", { ...wire(), duration_seconds: 1 }, 422],
  ["an exit long before its entry", { ...wire(), entry_date_time: "2026-11-21T23:00:00Z" }, 422],
  ["a far date", { ...wire(), exit_date_time: "9999-01-01T00:00:00Z" }, 422],
  ["1,001 summaries", Array.from({ length: 1_001 }, () => secret), 413],
  ["NaN as a text", { ...wire(), duration_seconds: "NaN" }, 422],
  ["NaN as a revision", JSON.stringify(wire()).replace(/"revision":\d+/, '"revision":NaN'), 400],
  ["a negative revision", { ...wire(), revision: -1 }, 422],
  ["a date that is none", { ...wire(), exit_date_time: "2026-02-30T00:00:00Z" }, 422],
  ["a year of five digits", { ...wire(), exit_date_time: "+12026-01-01T00:00:00Z" }, 422],
  ["half an object", `{"stay_id":"${secret}"`, 400],
  ["two objects", `{"stay_id":"${secret}"}{}`, 400],
  ["NUL bytes", Buffer.alloc(16), 400],
  ["a NUL in a text", { ...wire(), lot_id: `${secret}\0` }, 422],
  ["Latin-1", Buffer.from(JSON.stringify({ ...wire(), lot_id: `Ä${secret}` }), "latin1"), 400],
  ["UTF-16", Buffer.from(JSON.stringify(wire()), "utf16le"), 400],
  ["a cut UTF-8 character", Buffer.from(`"${secret}€`).subarray(0, -1), 400],
  ["a surrogate as UTF-8", Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 400],
  ["deep nesting", "[".repeat(60_000), 400],
  ["deep nesting within a summary", { ...wire(), lot_id: nested(2_000) }, 422],
  ["3 MB", JSON.stringify(secret.repeat(500_000)), 413],
])("refuses %s with a problem that echoes nothing", async (_what, body, status) => {
  const answer = await api.post(body);
  expect(answer).toMatchObject({ status, answer: { status } });
  expect(answer.type).toContain("application/problem+json");
  expect(JSON.stringify(answer.answer)).not.toMatch(/SECRET|\.[tj]s:|node_modules/);
});

it("uses the last value of a repeated key", async () => {
  const text = JSON.stringify(wire()).replace("{", '{"vehicle_plate": "FIRST", "revision": -1, ');
  expect((await api.post(text)).status).toBe(201);
  expect((await api.read(`/api/v1/summaries/${idOf("x1")}`)).body).toMatchObject(wire());
});

it.each(["'; drop table stays; --", `<script>alert("1")</script>`, "${1}{{1}}%s\\"])(
  "keeps %s in any field as the text it is, or refuses it",
  async (text) => {
    for (const field of Object.keys(wire())) {
      const body = { ...wire(), [field]: text };
      expect([201, 200, 422]).toContain((await api.post(body)).status);
    }
    const odd = { ...wire({ id: text, lotId: text }), entry_event_id: text };
    expect((await api.post(odd)).status).toBe(201);
    for (const query of [{ exit_event_id: text }, { entry_event_id: text }, { lot: text }]) {
      const search = new URLSearchParams(query).toString();
      const { body } = await api.read(`/api/v1/summaries?${search}`);
      expect(body["stays"]).toContainEqual(expect.objectContaining(odd));
    }
    for (const name of [
      "exit_event_id",
      "plate",
      "lot",
      "status",
      "from",
      "to",
      "limit",
      "cursor",
    ]) {
      const query = new URLSearchParams({ [name]: text });
      expect([200, 400]).toContain(
        (await api.read(`/api/v1/summaries?${query.toString()}`)).status,
      );
    }
    expect((await api.read("/api/v1/stats")).status).toBe(200);
  },
);

it("rejects a body of 100 MB long before it has arrived", async () => {
  const { port } = api;
  let sent = 0;
  const status = await new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "transfer-encoding": "chunked" };
    const posting = request({ port, method: "POST", path: "/api/v1/summaries", headers });
    posting.once("response", ({ statusCode }) => resolve(statusCode));
    posting.once("error", reject);
    const chunk = Buffer.alloc(65_536, 0x20);
    const more = () => {
      if (posting.destroyed || sent >= 100_000_000) return;
      sent += chunk.length;
      if (posting.write(chunk)) setImmediate(more);
      else posting.once("drain", more);
    };
    more();
  });
  expect(status).toBe(413);
  expect(sent).toBeLessThan(20_000_000);
});

it.each([
  [1_000, 400],
  [100_000, 431],
])("refuses a query of %i characters with %i", async (length, status) => {
  for (const name of ["plate", "lot", "status", "from", "to", "limit", "cursor"]) {
    const answer = await api.read(`/api/v1/summaries?${name}=${"S".repeat(length)}`);
    expect(answer).toMatchObject({ status, body: { status } });
  }
});

it("ignores keys that would reach the prototype", async () => {
  const text = JSON.stringify(wire()).replace("{", '{"__proto__": {"a": 1}, ');
  expect((await api.post(text)).status).toBe(201);
});

it("rejects a stay that ends more than a day from now, alone and in an array", async () => {
  const tomorrow = wire({ id: "a", exitedAt: new Date("2026-11-21T12:00:00Z") });
  const later = wire({ id: "b", exitedAt: new Date("2026-11-21T12:00:00.001Z") });
  const code = "STAY_IN_THE_FUTURE";
  expect(await api.post(later)).toMatchObject({ status: 422, answer: { code } });
  const { answer } = await api.post([later, tomorrow]);
  expect(answer).toMatchObject({ stored: 1, rejected: [{ index: 0, code }] });
});

it("rejects a revision more than a day ahead, which would block later corrections", async () => {
  const dayAhead = Date.parse("2026-11-21T12:00:00Z");
  const code = "REVISION_AHEAD";
  for (const revision of [Number.MAX_SAFE_INTEGER, dayAhead + 1]) {
    for (const status of ["closed", "void"] as const) {
      const ahead = wire({ revision, status });
      expect(await api.post(ahead)).toMatchObject({ status: 422, answer: { code } });
      const { answer } = await api.post([ahead, wire({ id: `${revision}${status}` })]);
      expect(answer).toMatchObject({ stored: 1, rejected: [{ index: 0, code }] });
    }
  }
  const answers = [1, 2, dayAhead].map((revision) => wire({ revision }));
  expect((await api.post(answers)).answer).toMatchObject({ stored: 3, rejected: [] });
});

it("rejects a stay older than RAW_RETENTION", async () => {
  const ninety = new Date("2026-08-22T12:00:00Z");
  const older = wire({ id: "old", exitedAt: new Date(ninety.getTime() - 1) });
  expect(await api.post(older)).toMatchObject({ status: 422, answer: { code: "STAY_TOO_OLD" } });
  expect((await api.post(wire({ id: "new", exitedAt: ninety }))).status).toBe(201);
});

it.each(["text/plain", "text/csv", "application/x-www-form-urlencoded"])(
  "does not accept %s as JSON",
  async (type) => {
    const { status, answer } = await api.post(JSON.stringify(wire()), type);
    expect({ status, ...answer }).toMatchObject({ status: 415, code: "MEDIA_TYPE" });
  },
);
