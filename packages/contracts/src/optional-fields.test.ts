import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeEvent, decodeEntryEvent, parseEntryEvent, readEntryEvent } from "./index.js";

const body = {
  id: "e1",
  vehicle_plate: "AB123CD",
  entry_date_time: "2026-03-01T08:30:00Z",
};
const plain = parseEntryEvent(body);
const withField = (field: string, value: unknown) => parseEntryEvent({ ...body, [field]: value });

const NONSENSE = [
  null,
  "",
  " ",
  7,
  true,
  {},
  [],
  ["main"],
  "a\nb",
  "a\u0000",
  "\ud800",
  "\u200b\u00a0",
];

describe("an optional field", () => {
  it.each([
    ...[...NONSENSE, "x".repeat(65), "x".repeat(100_000)].flatMap((value) => [
      ["lot_id", value],
      ["gate_id", value],
    ]),
    ...[
      null,
      "",
      true,
      {},
      [0.5],
      98,
      -0.1,
      1.1,
      Number.NaN,
      "98",
      "71 %",
      "71%",
      "0,71",
      "high",
    ].map((value) => ["confidence", value]),
    ...["0x1", "1e", ".", "Infinity", "+0.5", `0.${"1".repeat(40)}`].map((v) => ["confidence", v]),
    ...[null, "AB123CD", 7, {}, [null], ["--"], [{}], [{ plate: 7 }]].map((v) => ["candidates", v]),
  ])("%s is as if it were not there when it is %j, and counted", (field, value) => {
    expect(withField(field as string, value)).toEqual({ ...plain, ignored: [field] });
  });

  it("is counted each, beside the others", () => {
    const nulls = { lot_id: null, gate_id: null, confidence: null, candidates: null };
    const { ignored } = parseEntryEvent({ ...body, ...nulls });
    expect(ignored).toEqual(["lot_id", "gate_id", "confidence", "candidates"]);
    expect(plain.ignored).toBeUndefined();
  });

  it.each([
    [0, 0],
    [1, 1],
    [0.719034, 0.719034],
    ["0.719034", 0.719034],
    [" 1 ", 1],
    ["1.0", 1],
    [".5", 0.5],
    ["7.1e-1", 0.71],
    ["0", 0],
  ])("confidence %j is %d", (confidence, read) => {
    expect(withField("confidence", confidence)).toEqual({ ...plain, confidence: read });
  });

  it("never refuses, whatever it is", () =>
    fc.assert(
      fc.property(
        fc.record(
          {
            lot_id: fc.anything(),
            gate_id: fc.oneof(fc.anything(), fc.string({ unit: "binary" })),
            confidence: fc.anything(),
            candidates: fc.oneof(fc.anything(), fc.array(fc.anything())),
          },
          { requiredKeys: [] },
        ),
        (fields) => {
          const event = parseEntryEvent({ ...body, ...fields });
          expect(event).toMatchObject({ id: "e1", plate: "AB123CD" });
          // What was read can be sent, and is read as the same.
          const again = decodeEntryEvent(encodeEvent(event));
          const confidence = event.confidence === undefined ? undefined : event.confidence + 0;
          expect(again).toEqual({ ...event, confidence, ignored: undefined });
        },
      ),
      { numRuns: 2_000 },
    ));
});

describe("candidates", () => {
  it("come as an engine gives them: texts, or plates with a confidence", () => {
    const candidates = [
      { plate: "ab-123 cd", confidence: 0.9, region: "eu" },
      { vehicle_plate: "А8123СD", confidence: "0.4" },
      "AB123C0",
      { plate: "AB123GD", confidence: 98 },
    ];
    expect(withField("candidates", candidates)).toEqual({
      ...plain,
      candidates: [
        { plate: "AB123CD", confidence: 0.9 },
        { plate: "A8123CD", confidence: 0.4 },
        { plate: "AB123C0" },
        { plate: "AB123GD" },
      ],
    });
    expect(withField("candidates", [])).toEqual(plain);
  });

  it("are few, and what is none is left out and counted", () => {
    const { candidates, ignored } = withField(
      "candidates",
      Array.from({ length: 5_000 }, (_, index) => `A${index}`),
    );
    expect(candidates).toHaveLength(10);
    expect(ignored).toEqual(["candidates"]);
    expect(withField("candidates", ["A1", null])).toEqual({
      ...plain,
      candidates: [{ plate: "A1" }],
      ignored: ["candidates"],
    });
  });
});

describe("a name of a lot or gate", () => {
  it.each([
    ["Z\u00fcrich", "Zu\u0308rich"],
    ["north", "north "],
    ["north", "\t north".trimStart().padStart(7)],
    ["P 1", "P\u00a01"],
    ["P 1", "P \u2003 1"],
    ["P 1", "\u3000P\u20281\u2029"],
    ["east", "east\u200b"],
    ["east", "\ufeffeast\u00ad"],
    ["east", "ea\u200bst"],
    ["east", "\u202aeast\u202c"],
    ["east", "\u200d\ufe0feast\u200c"],
    ["e\u0323\u0307", "e\u0307\u0323"],
    ["\u1e0b\u0323", "d\u0323\u0307"],
    ["가", "\u1100\u1161"],
    ["Å", "\u212b"],
    ["می‌دان", " می‌دان "], // what joins letters is seen between them
    ["👨‍👩‍👧", "👨‍👩‍👧\u200b"],
  ])("%j is also %j", (one, another) => {
    const names = [one, another].map((name) => {
      const { lotId, gateId, ignored } = parseEntryEvent({ ...body, lot_id: name, gate_id: name });
      expect(ignored).toBeUndefined();
      expect(gateId).toBe(lotId);
      return lotId;
    });
    expect(names[0]).toBe(names[1]);
    expect(names[0]).toBe(one.normalize("NFC"));
  });

  it.each([
    ["north", "North"],
    ["P1", "P 1"],
    ["Zürich", "Zurich"],
    ["می‌دان", "میدان"],
    ["Ｐ1", "P1"],
  ])("%j is not %j", (one, another) => {
    const [a, b] = [one, another].map((name) => withField("lot_id", name).lotId);
    expect(a).not.toBe(b);
  });

  it("is canonical once and for all, at most 64 long and without control characters", () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 80 }),
          fc.string({
            unit: fc.constantFrom(
              ..."a \u00a0\u200b\u200d\u0308\u0323\u212b\u2028\u3164é\u1100\u1161\u0958",
            ),
            maxLength: 80,
          }),
        ),
        (name) => {
          const { lotId, ignored } = withField("lot_id", name);
          if (ignored) return;
          expect(withField("lot_id", lotId).lotId).toBe(lotId);
          expect(lotId.length).toBeLessThanOrEqual(64);
          expect(lotId).toMatch(/^[^\p{Cc}\p{Cs}]+$/u);
          for (const form of ["NFC", "NFD"]) {
            const other = readEntryEvent({ ...body, lot_id: ` ${name.normalize(form)}\u200b` });
            if (other.kind === "entry" && !other.ignored) expect(other.lotId).toBe(lotId);
          }
        },
      ),
      { numRuns: 3_000 },
    ));
});

describe("what was read", () => {
  it.each([
    ["ab 123-cd", "AB123CD"],
    [" ab123cd ", "AB123CD"],
    ["А123ВС", "A123BC"],
    ["۱۲۳", "123"],
  ])("is kept beside the plate where it differs: %j", (vehicle_plate, plate) => {
    const event = parseEntryEvent({ ...body, vehicle_plate });
    expect(event).toMatchObject({ plate, plateRead: vehicle_plate.trim() });
    expect(decodeEntryEvent(encodeEvent(event))).toEqual(event);
  });

  it.each(["AB123CD", " AB123CD\n", "AB\u0000123", "AB\u202e12", `A${"-".repeat(100)}B`])(
    "is not kept where it does not differ, or could not be shown: %j",
    (vehicle_plate) => {
      expect(parseEntryEvent({ ...body, vehicle_plate }).plateRead).toBeUndefined();
    },
  );
});
