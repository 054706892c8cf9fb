import { describe, expect, it } from "vitest";
import type { CameraReading } from "./camera-reading.js";
import { aCamera, cameraOf, ID_KEY, plain, requestOf } from "./payloads.fixture.js";
import { readCamera } from "./read-camera.js";

const readFile = (file: string, settings: object = {}) =>
  readCamera(requestOf(file), cameraOf(file, settings), { idKey: ID_KEY });
const readJson = (value: unknown, settings: object, suffix = "") =>
  readCamera(
    { method: "POST", suffix, query: {}, headers: {}, body: Buffer.from(JSON.stringify(value)) },
    aCamera(settings),
    { idKey: ID_KEY },
  );
const events = (reading: CameraReading) =>
  (plain(reading) as { passages: { type: string; event: Record<string, unknown> }[] }).passages;
const [hikvision, axisNew, axisUpdate, axisLost] = [
  "hikvision-anpr.xml",
  "axis-lpv-new.json",
  "axis-lpv-update.json",
  "axis-lpv-lost.json",
];

describe("one passage has one id and one time", () => {
  it.each([
    ["hikvision-anpr.xml", "hikvision-anpr-retransmission.xml"],
    ["hikvision-anpr.xml", "hikvision-anpr-multipart.txt"],
    ["hikvision-anpr.xml", "hikvision-anpr-multipart-unterminated.txt"],
    ["hikvision-anpr.xml", "hikvision-anpr-chunked.txt"],
    ["dahua-tollgate.json", "dahua-tollgate-data-uri.json"],
    ["rekor-group.json", "rekor-alert.json"],
    ["axis-lpv-lost.json", "axis-lpv-multipart.txt"],
    ["platerecognizer-stream.json", "platerecognizer-stream-multipart.txt"],
    ["platerecognizer-stream.json", "platerecognizer-stream-local-equals-utc.json"],
  ])("in %s and %s", async (one, other) => {
    const passages = events(await readFile(one));
    expect(passages).toHaveLength(1);
    expect(events(await readFile(other))).toEqual(passages);
  });

  it("that hold no plate which could be read from it without the key", async () => {
    const [one] = events(await readFile("dahua-tollgate.json"));
    const context = { idKey: Buffer.from("another key") };
    const again = await readCamera(
      requestOf("dahua-tollgate.json"),
      cameraOf("dahua-tollgate.json"),
      context,
    );
    expect(events(again)[0]?.event["id"]).not.toBe(one?.event["id"]);
    expect(JSON.stringify(one?.event["id"])).not.toContain("ZZ12ABC");
  });

  it("and two vehicles of one picture have two ids", async () => {
    const passages = events(await readFile("platerecognizer-stream-two-plates.json"));
    expect(new Set(passages.map(({ event }) => event["id"])).size).toBe(2);
  });

  it("and an id of zeros, or one that is too long, is none", async () => {
    for (const id of ["00000000-0000-0000-0000-000000000000", "", "x".repeat(129), "a\u0000b"]) {
      const body = { VehicleID: id, Plate: "ZZ12ABC", DateUtc: "2026-03-01", TimeUtc: "08:00:00" };
      const [passage] = events(await readJson(body, { vendor: "genetec" }));
      expect(passage?.event["id"]).toMatch(/^c-[a-z2-7]{26}$/);
    }
  });
});

describe("of several messages about one passage", () => {
  const counted = async (files: readonly string[], sequence: string) =>
    (await Promise.all(files.map((file) => readFile(file, { sequence })))).map(
      ({ passages }) => passages.length,
    );

  it("the final one counts", async () => {
    expect(await counted([axisNew, axisUpdate, axisLost], "final")).toEqual([0, 0, 1]);
    const frigate = ["frigate-event-no-plate.json", "frigate-event-update.json"];
    expect(await counted([...frigate, "frigate-event-end.json"], "final")).toEqual([0, 0, 1]);
    expect(await counted(["rekor-group-preview.json", "rekor-group.json"], "final")).toEqual([
      0, 1,
    ]);
  });

  it("or the first one, where the camera's setting says so", async () => {
    expect(await counted([axisNew, axisUpdate, axisLost], "first")).toEqual([1, 0, 0]);
  });

  it("and for Frigate the first is the one in which the plate appears", async () => {
    const state = (plate: string | null) => ({
      id: "1772352000.475377-mxklsc",
      camera: "drive",
      label: "car",
      start_time: 1_772_352_000.475,
      entered_zones: ["street", "driveway"],
      recognized_license_plate: plate,
    });
    const send = (before: string | null, after: string | null, type = "update") =>
      readJson(
        { type, before: state(before), after: state(after) },
        { vendor: "frigate", sequence: "first" },
        "/frigate/events",
      );
    expect((await send(null, null)).skipped).toEqual(["NOT_FINAL"]);
    expect((await send(null, "ZZ12ABC")).passages).toHaveLength(1);
    expect((await send("ZZ12ABC", "ZZ12ABC")).skipped).toEqual(["NOT_FINAL"]);
    expect((await send("ZZ12ABC", "ZZ12ABC", "end")).skipped).toEqual(["NOT_FINAL"]);
  });
});

describe("the direction", () => {
  const map = { forward: "entry", reverse: "exit" };

  it("may be fixed, or follow from what the camera says", async () => {
    expect(events(await readFile(hikvision, { direction: "exit" }))[0]?.type).toBe("exit");
    expect(events(await readFile(hikvision, { direction: map }))[0]?.type).toBe("entry");
    const reverse = events(await readFile("hikvision-anpr-reverse.xml", { direction: map }))[0];
    expect(reverse?.type).toBe("exit");
    expect(reverse?.event).toHaveProperty("exit_date_time", "2026-03-01T08:00:00.000Z");
  });

  it("that is not in the map is a problem, and one to ignore is left out", async () => {
    const unknown = await readFile(hikvision, { direction: { reverse: "exit" } });
    expect(unknown.problems).toEqual([{ code: "DIRECTION_UNKNOWN", detail: "direction" }]);
    const ignored = await readFile(hikvision, { direction: { forward: "ignore" } });
    expect([ignored.passages, ignored.skipped]).toEqual([[], ["OTHER_DIRECTION"]]);
  });

  it('may be degrees, over north as well, and "" stands for a camera that does not know', async () => {
    const direction = { "270-45": "entry", "46-269": "exit", "": "ignore" };
    const rekor = await readFile("rekor-group.json", { direction });
    expect(events(rekor)[0]?.type).toBe("entry"); // 296.6 degrees
    const two = await readFile("platerecognizer-stream-two-plates.json", { direction });
    expect(two.skipped).toEqual(["OTHER_DIRECTION"]); // ""
    expect(events(two).map(({ type }) => type)).toEqual(["exit"]); // 81 degrees
  });

  it("may be the zones in their order, or the last of them that is in the map", async () => {
    const whole = { "yard>driveway": "entry", "driveway>yard": "exit" };
    const frigate = "frigate-event-end.json";
    expect(events(await readFile(frigate, { direction: whole }))[0]?.type).toBe("entry");
    expect(events(await readFile(frigate, { direction: { Yard: "exit" } }))[0]?.type).toBe("exit");
    const unifi = await readFile("unifi-protect-lpr.json", { direction: { "zone:1": "exit" } });
    expect(events(unifi)[0]?.type).toBe("exit");
  });
});

describe("the settings of a camera", () => {
  it("leave out what it is less sure of, and keep what has no confidence or no plate", async () => {
    const settings = { min_confidence: 0.98 };
    expect((await readFile(hikvision, settings)).skipped).toEqual(["LOW_CONFIDENCE"]);
    expect((await readFile("unifi-protect-lpr.json", settings)).passages).toHaveLength(1);
    expect((await readFile("hikvision-anpr-unknown.xml", settings)).passages).toHaveLength(1);
  });

  it("say what certain is, and a confidence beyond that is none", async () => {
    const confidence = async (file: string, settings: object) =>
      events(await readFile(file, settings))[0]?.event["confidence"];
    expect(await confidence(hikvision, { confidence_max: 200 })).toBe(0.485);
    expect(await confidence(hikvision, { confidence_max: 50 })).toBeUndefined();
    expect(await confidence("tattile.xml", {})).toBe(0.93);
    expect(await confidence("tattile.xml", { confidence_max: 999 })).toBe(0.093093);
  });

  it("correct its clock, and say in which order it writes dates", async () => {
    const time = async (file: string, settings: object) =>
      events(await readFile(file, settings))[0]?.event["entry_date_time"];
    expect(await time(hikvision, { clock_offset_seconds: -2.5 })).toBe("2026-03-01T07:59:57.500Z");
    expect(await time("genetec-autovu.json", { date_order: "mdy" })).toBe(
      "2026-03-01T08:00:00.000Z",
    );
    expect(await time("genetec-autovu.json", { date_order: "dmy" })).toBe(
      "2026-01-03T08:00:00.000Z",
    );
  });
});

describe("a body in another encoding", () => {
  const text =
    '<?xml version="1.0" encoding="GBK"?><MESSAGE><PLATE_STRING>京A12345</PLATE_STRING><DATE>2026-03-01</DATE><TIME>09-00-00-789</TIME></MESSAGE>';
  const tattile = (body: Uint8Array, type = "") =>
    readCamera(
      { method: "POST", suffix: "", query: {}, headers: { "content-type": type }, body },
      aCamera({ vendor: "tattile" }),
      { idKey: ID_KEY },
    );
  const gbk = Buffer.concat([
    Buffer.from(text.slice(0, text.indexOf("京"))),
    Buffer.from([0xbe, 0xa9]), // 京
    Buffer.from(text.slice(text.indexOf("京") + 1)),
  ]);

  it.each([
    ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${text}`)],
    ["UTF-16", Buffer.from(`\ufeff${text}`, "utf16le")],
    ["UTF-16 without a byte order mark", Buffer.from(text, "utf16le")],
    ["the encoding that XML declares", gbk],
  ])("is read: %s", async (_name, body) => {
    expect(events(await tattile(body))[0]?.event["vehicle_plate"]).toBe("京A12345");
  });

  it("is refused, when the bytes are no text in it", async () => {
    const { problems } = await tattile(
      Buffer.from(gbk.toString("latin1").replace("GBK", "UTF-8"), "latin1"),
    );
    expect(problems).toEqual([{ code: "BODY_NOT_TEXT", detail: "body" }]);
  });
});

describe("a list of nothing", () => {
  it.each([
    ["dahua", { params: { eventList: null } }],
    ["dahua", { params: { eventList: [] } }],
    ["uniview", { StructureInfo: { ObjInfo: { VehicleInfoList: [] } } }],
    ["survision", { anpr: [] }],
    ["platerecognizer", { data: { results: [] } }],
    ["unifi", { alarm: { triggers: [] } }],
    ["generic", { reads: [] }],
  ])("of %s is not passed over in silence: %j", async (vendor, body) => {
    const mapping = { plate: "/plate", time: { at: "/at", as: "ms" }, passages: "/reads" };
    const settings = vendor === "generic" ? { vendor, mapping } : { vendor };
    const { passages, skipped, problems, heartbeat } = await readJson(body, settings);
    expect(passages).toEqual([]);
    expect(skipped.length + problems.length + (heartbeat ? 1 : 0)).toBe(1);
  });
});

describe("the answer", () => {
  it("is what makes a camera of Dahua stop, and when to send again", async () => {
    const { answer, againAnswer } = await readFile("dahua-tollgate.json");
    expect(JSON.parse(answer.body)).toEqual({ Result: true, Message: "Success" });
    expect([answer.status, againAnswer.status]).toEqual([200, 503]);
    expect(JSON.parse(againAnswer.body)).toMatchObject({ Result: false });
    expect((await readFile("dahua-keepalive.json")).answer.body).toBe("{}");
  });

  it("is a success also for a body that nobody can use", async () => {
    const { answer, problems } = await readJson("?", { vendor: "dahua" });
    expect(problems).toHaveLength(1);
    expect(JSON.parse(answer.body)).toMatchObject({ Result: true });
  });
});
