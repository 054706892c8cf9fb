import { readFileSync } from "node:fs";
import { request } from "node:http";
import { afterEach, beforeEach, expect, it } from "vitest";
import { aRunningApi, wire } from "./running-api.fixture.js";
import { idOf } from "./store/stays/stays.fixture.js";

let api: Awaited<ReturnType<typeof aRunningApi>>;
beforeEach(async () => {
  api = await aRunningApi();
});
afterEach(() => api.stop());

it("answers 201 for a new or revised stay and 200 for a known one", async () => {
  const answers = [
    await api.post(wire()),
    await api.post(wire()),
    await api.post(wire({ revision: 2 })),
  ];
  expect(answers.map(({ status }) => status)).toEqual([201, 200, 201]);
  const { body } = await api.read(`/api/v1/summaries/${idOf("x1")}`);
  expect(body).toMatchObject({ ...wire({ revision: 2 }), corrections: 1 });
  expect(body["revisions"]).toMatchObject([{ revision: 1 }]);
});

it("stores the valid summaries of an array and names the others by their index", async () => {
  const broken = {
    ...wire({ id: "b" }),
    duration_seconds: -1,
    vehicle_plate: "<b>" + "Q".repeat(99),
  };
  const { status, answer } = await api.post([
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
  expect((await api.read("/api/v1/stats")).body).toMatchObject(counted);
});

it("rejects a summary with the exit plate of another stay, alone and in an array, and keeps the first", async () => {
  await api.post([wire(), wire({ id: "x2" })]);
  const other = wire({ plate: "OTHER", revision: 7 });
  const code = "NOT_ITS_STAY";
  expect(await api.post(other)).toMatchObject({ status: 422, answer: { code } });
  const { answer } = await api.post([{}, other, wire({ id: "x3" }), wire({ revision: 2 }), other]);
  expect(answer).toMatchObject({
    ...{ received: 5, stored: 2, known: 0 },
    rejected: [
      { index: 0, code: "CONTRACT_BROKEN" },
      { index: 1, code, detail: "stay_id is that of a stay with another exit_plate" },
      { index: 4, code },
    ],
  });
  const { body } = await api.read(`/api/v1/summaries/${idOf("x1")}`);
  expect(body).toMatchObject({ ...wire({ revision: 2 }), corrections: 1 });
  const stats = { received: 8, stored: 4, known: 0, rejected: 4, closed: 3 };
  expect((await api.read("/api/v1/stats")).body).toMatchObject(stats);
  expect(readFileSync(api.logFile, "utf8")).not.toContain("OTHER");
});

it.each([{ lot_id: "north" }, { exit_date_time: "2026-11-20T09:30:30.501Z" }])(
  "takes no revision of a stay with another %j",
  async (other) => {
    await api.post(wire());
    const answer = await api.post({ ...wire({ revision: 2 }), ...other });
    expect(answer).toMatchObject({ status: 422, answer: { code: "CONTRACT_BROKEN" } });
    const { body } = await api.read(`/api/v1/summaries/${idOf("x1")}`);
    expect(body).toMatchObject({ ...wire(), corrections: 0 });
  },
);

it("finds stays by the ids that cameras gave to their exit and entry", async () => {
  await api.post([
    wire({ id: "17" }),
    wire({ id: "17", lotId: "north" }),
    { ...wire({ id: "18" }), entry_event_id: "17" },
  ]);
  const found = async (query: string) => {
    const { body } = await api.read(`/api/v1/summaries?${query}`);
    const stays = body["stays"] as readonly { lot_id: string; exit_event_id: string }[];
    return stays.map((stay) => `${stay.lot_id} ${stay.exit_event_id}`).toSorted();
  };
  expect(await found("exit_event_id=17")).toEqual(["main 17", "north 17"]);
  expect(await found("exit_event_id=17&lot=north")).toEqual(["north 17"]);
  expect(await found("entry_event_id=17")).toEqual(["main 18"]);
  expect(await found("entry_event_id=18")).toEqual([]);
  expect((await api.read("/api/v1/summaries?exit_event_id=")).status).toBe(400);
});

it("answers only to its own host names while no token is needed", async () => {
  const { port } = api;
  const ask = (host: string) =>
    new Promise((resolve) => {
      const headers = { host };
      request({ port, host: "127.0.0.1", path: "/api/v1/stats", headers }, ({ statusCode }) =>
        resolve(statusCode),
      ).end();
    });
  expect(await ask(`localhost:${port}`)).toBe(200);
  expect(await ask("parking.example")).toBe(200);
  expect(await ask("evil.example")).toBe(403);
});

it("names the setting of a port that is in use", async () => {
  const problem = `port ${api.port} of 127.0.0.1 is in use by another process: set HTTP_PORT`;
  await expect(aRunningApi({ HTTP_PORT: String(api.port) })).rejects.toThrow(problem);
});

it("pages through the list with a cursor and rejects a made-up one", async () => {
  await api.post(["a", "b", "c"].map((id) => wire({ id })));
  const { body } = await api.read("/api/v1/summaries?limit=2&plate=ab-123-cd");
  const ids = ["a", "b", "c"].map((id) => idOf(id)).toSorted();
  expect(body["stays"]).toMatchObject([{ stay_id: ids[2] }, { stay_id: ids[1] }]);
  const rest = await api.read(`/api/v1/summaries?limit=2&cursor=${String(body["next_cursor"])}`);
  expect(rest.body).toMatchObject({ stays: [{ stay_id: ids[0] }], next_cursor: null });
  expect((await api.read("/api/v1/summaries?cursor=made-up")).status).toBe(400);
});

it("sends a stay to the live stream once it is committed", async () => {
  const stream = await fetch(`${api.url}/api/v1/live`);
  const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
  await api.post(wire());
  let text = "";
  while (!text.includes("event: stays\ndata: ")) text += (await reader?.read())?.value ?? "";
  expect(text).toContain(`"stay_id":"${idOf("x1")}"`);
  await reader?.cancel();
});

it("computes rollups in the time zone of the lots in the background", async () => {
  await api.post(["a", "b"].map((id) => wire({ id })));
  const rollups = async () => (await api.read("/api/v1/rollups?period=day&lot=main")).body;
  await expect.poll(rollups).toMatchObject({
    time_zone: "Asia/Kolkata",
    next_cursor: null,
    rollups: [
      {
        from: "2026-11-19T18:30:00.000Z",
        to: "2026-11-20T18:30:00.000Z",
        stays: 2,
        distinct_plates: 1,
        mean_duration_seconds: 5_400,
        peak_occupancy: 2,
        current: true,
      },
    ],
  });
  for (const query of ["", "?period=week", "?period=day&limit=0", "?period=day&from=now"]) {
    expect((await api.read(`/api/v1/rollups${query}`)).status).toBe(400);
  }
});

it("erases a plate in every place that keeps it, and answers what was deleted", async () => {
  await api.post(wire({ plate: "GONE" }));
  await api.post(wire({ revision: 2, plate: "OTHER", exitPlate: "GONE" }));
  await api.post([wire({ id: "x2", plate: "GONE" }), wire({ id: "x3" })]);
  const answer = await fetch(`${api.url}/api/v1/plates/go-ne`, { method: "DELETE" });
  const deleted = { stays: 2, superseded_stays: 1, reads: 0, live_stays: 0, log_lines: 3 };
  expect(await answer.json()).toEqual(deleted);
  const kept = readFileSync(api.logFile, "utf8");
  const exported = await (await fetch(`${api.url}/api/v1/export.ndjson`)).text();
  for (const place of [kept, exported]) {
    expect(place).toContain("AB123CD");
    expect(place).not.toContain("GONE");
  }
  expect((await api.read(`/api/v1/summaries/${idOf("x1")}`)).status).toBe(404);
  const nothing = await fetch(`${api.url}/api/v1/plates/-`, { method: "DELETE" });
  expect(nothing.status).toBe(400);
});

it("serves its OpenAPI document and its page", async () => {
  const { body } = await api.read("/openapi.json");
  expect(body["openapi"]).toBe("3.1.0");
  const paths = [
    "/api/v1/export.csv",
    "/api/v1/export.ndjson",
    "/api/v1/export.parquet",
    "/api/v1/live",
    "/api/v1/overview",
    "/api/v1/pipeline",
    "/api/v1/plates/{plate}",
    "/api/v1/reads",
    "/api/v1/reads/counts",
    "/api/v1/reads/export.csv",
    "/api/v1/reads/export.ndjson",
    "/api/v1/reads/export.parquet",
    "/api/v1/rollups",
    "/api/v1/stats",
    "/api/v1/summaries",
    "/api/v1/summaries/{stayId}",
  ];
  expect(Object.keys(body["paths"] as object).toSorted()).toEqual(paths);
  expect(await (await fetch(api.url)).text()).toContain("Latest stays");
  expect((await api.read("/nowhere")).body).toMatchObject({ code: "NOT_FOUND" });
});
