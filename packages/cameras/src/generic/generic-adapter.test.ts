import { describe, expect, it } from "vitest";
import { aCamera, ID_KEY, plain } from "../payloads.fixture.js";
import { readCamera } from "../read-camera.js";

const send = (mapping: object, body: unknown, query: Readonly<Record<string, string>> = {}) =>
  readCamera(
    {
      method: "POST",
      suffix: "",
      query,
      headers: {},
      body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
    },
    aCamera({ vendor: "generic", mapping }),
    { idKey: ID_KEY },
  );
const eventsOf = async (...args: Parameters<typeof send>) =>
  (plain(await send(...args)) as { passages: { event: Record<string, unknown> }[] }).passages.map(
    ({ event }) => event,
  );

const MAPPING = {
  passages: "/data/reads",
  plate: ["/plate", "/alternatives/0/plate"],
  time: { at: "#/data/at", as: "s" },
  id: "/uid",
  confidence: { at: "/sure", max: 100 },
  candidates: "/alternatives",
};
const BODY = {
  data: {
    at: 1_772_352_000,
    reads: [
      { plate: "ZZ12ABC", uid: "a1", sure: "93.5", alternatives: [{ plate: "ZZ12A8C" }] },
      { plate: "", uid: "a2", alternatives: [{ plate: "YY34DEF" }] },
    ],
  },
};

describe("a mapping", () => {
  it("finds lists, alternatives, fields of the root and of the passage", async () => {
    expect(await eventsOf(MAPPING, BODY)).toMatchObject([
      {
        id: "a1",
        vehicle_plate: "ZZ12ABC",
        entry_date_time: "2026-03-01T08:00:00.000Z",
        confidence: 0.935,
        candidates: [{ plate: "ZZ12A8C" }],
      },
      { id: "a2", vehicle_plate: "YY34DEF" },
    ]);
  });

  it("reads date and time of two fields, in UTC where it says so", async () => {
    const mapping = { plate: "/p", time: { at: "/d", clock: "/t", as: "text" } };
    const body = { p: "ZZ12ABC", d: "01/03/2026", t: "09:00:00" };
    expect((await eventsOf(mapping, body))[0]?.["entry_date_time"]).toBe(
      "2026-03-01T08:00:00.000Z",
    );
    const utc = { ...mapping, time: { ...mapping.time, utc: true } };
    expect((await eventsOf(utc, body))[0]?.["entry_date_time"]).toBe("2026-03-01T09:00:00.000Z");
  });

  it("reads XML, and a query where there is no body", async () => {
    const mapping = { plate: "/read/@plate", time: { at: "/read/at", as: "ms" } };
    const xml = '<read plate="ZZ12ABC"><at>1772352000252</at></read>';
    expect(await eventsOf(mapping, xml)).toMatchObject([{ vehicle_plate: "ZZ12ABC" }]);
    const flat = { plate: "/plate", time: { at: "/ts", as: "ms" } };
    const query = { plate: "ZZ12ABC", ts: "1772352000252" };
    expect(await eventsOf(flat, "", query)).toMatchObject([
      { entry_date_time: "2026-03-01T08:00:00.252Z" },
    ]);
  });

  it("whose place does not exist is a problem, and never taken for a vehicle without a plate", async () => {
    const wrong = await send({ ...MAPPING, plate: "/number" }, BODY);
    expect(wrong.problems.map(({ code }) => code)).toEqual(["PLATE_MISSING", "PLATE_MISSING"]);
    const elsewhere = await send({ ...MAPPING, passages: "/results" }, BODY);
    expect(elsewhere.problems).toEqual([{ code: "UNKNOWN_FORM", detail: "/results" }]);
    const unread = await send(MAPPING, { data: { at: 1_772_352_000, reads: [{ plate: null }] } });
    expect(unread.passages[0]?.event.kind).toBe("no_plate");
  });

  it("knows heartbeats, and leaves out what is not about a passage", async () => {
    const mapping = {
      ...MAPPING,
      heartbeat: { at: "/type", is: "alive" },
      only: { at: "#/type", is: ["Read", "pass"] },
    };
    expect((await send(mapping, { type: "Alive" })).heartbeat).toBeDefined();
    expect((await send(mapping, { ...BODY, type: "motion" })).skipped).toEqual([
      "OTHER_EVENT",
      "OTHER_EVENT",
    ]);
    expect((await send(mapping, { ...BODY, type: "read" })).passages).toHaveLength(2);
  });

  it("gives passages of one message that have one time and no id different ids", async () => {
    const body = { data: { at: 1_772_352_000, reads: [{ plate: "A1" }, { plate: "A1" }] } };
    const ids = (await eventsOf(MAPPING, body)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });
});
