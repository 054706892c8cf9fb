import { describe, expect, it } from "vitest";
import {
  decodeOutcomes,
  encodeOutcomes,
  MAX_OUTCOMES,
  OUTCOMES_CONTENT_TYPE,
  packOutcomes,
} from "./outcome-message.js";
import type { ReadOutcome } from "./read-outcome.js";

const decode = (body: Uint8Array) => decodeOutcomes(OUTCOMES_CONTENT_TYPE, body);

const entry = {
  kind: "entry",
  lotId: "main",
  plate: "AB123CD",
  id: "e1",
  at: new Date("2026-11-20T08:00:00.000Z"),
} as const;

const outcomes: readonly ReadOutcome[] = [
  { ...entry, fate: "open", revision: 1_763_683_200_123 },
  {
    ...entry,
    kind: "exit",
    id: "x1",
    fate: "closed",
    revision: 1_763_683_200_124,
    stayId: "s-tkviyfvhedc5wtjrnqf2g4sbul",
    plateRead: "ab 123-cd",
    gateId: "north-1",
    confidence: 0.5,
    candidates: [{ plate: "AB128CD", confidence: 0.25 }, { plate: "AB12BCD" }],
  },
  { ...entry, plate: "", fate: "no_plate", revision: 0 },
  { ...entry, parkedCode: "TOO_LATE", parkedAt: new Date("2026-11-24T08:00:00.000Z") },
];

describe("messages of many outcomes", () => {
  it("hold them in their order, none of them more or more bytes than a broker takes", () => {
    const candidates = Array.from({ length: 10 }, () => ({ plate: "मराठी12345678901234" }));
    const large = Array.from({ length: 800 }, (_, index): ReadOutcome => {
      return { ...entry, id: `e${index}`, fate: "open", revision: 1, candidates };
    });
    const small = Array.from({ length: MAX_OUTCOMES + 1 }, (_, index): ReadOutcome => {
      return { ...entry, id: `${index}`, fate: "open", revision: 1 };
    });
    for (const all of [large, small, [...small, ...large], []]) {
      const bodies = packOutcomes(all);
      expect(bodies.flatMap(decode)).toEqual(all);
      for (const { byteLength } of bodies) expect(byteLength).toBeLessThanOrEqual(65_536);
    }
  });
});

const encoded = (elements: unknown) => Buffer.from(JSON.stringify(elements));
const [first] = JSON.parse(encodeOutcomes(outcomes).toString()) as [Record<string, unknown>];

describe("a message of outcomes", () => {
  it("is read as it was written", () => {
    expect(decode(encodeOutcomes(outcomes))).toEqual(outcomes);
  });

  it("is JSON in snake case, without the fields that an event did not have", () => {
    expect(first).toEqual({
      kind: "entry",
      lot_id: "main",
      vehicle_plate: "AB123CD",
      id: "e1",
      date_time: "2026-11-20T08:00:00.000Z",
      fate: "open",
      revision: 1_763_683_200_123,
    });
  });

  it.each([
    ["no JSON", Buffer.from("[")],
    ["no UTF-8", Buffer.from([0x5b, 0xff, 0x5d])],
    ["no array", encoded({})],
    ["too many", encoded(Array.from({ length: MAX_OUTCOMES + 1 }, () => first))],
    ["another fate", encoded([{ ...first, fate: "lost" }])],
    ["no fate", encoded([{ ...first, fate: undefined }])],
    ["a plate that is not compared", encoded([{ ...first, vehicle_plate: "ab 123 cd" }])],
    ["no plate, and a fate of one", encoded([{ ...first, vehicle_plate: "" }])],
    ["a plate, and the fate of none", encoded([{ ...first, fate: "no_plate" }])],
    [
      "a code that is no code",
      encoded([{ ...first, parked_code: "<b>", parked_at: "2026-11-20T08:00:00Z" }]),
    ],
    ["a revision that is no number", encoded([{ ...first, revision: "1" }])],
    ["a control character", encoded([{ ...first, gate_id: "\u001b[2J" }])],
    ["an element that is no object", encoded([null])],
  ])("is refused with %s", (_, body) => {
    expect(() => decode(body)).toThrow(/breaks the contract/);
  });

  it.each([
    ["the next number", "application/vnd.boomgate.outcomes+json;v=2"],
    ["no number", "application/vnd.boomgate.outcomes+json"],
    ["that of events", "application/vnd.boomgate.events+json;v=1"],
    ["none", undefined],
  ])("is refused where its content type is another: %s", (_, contentType) => {
    const body = encodeOutcomes(outcomes);
    expect(() => decodeOutcomes(contentType, body)).toThrow(
      /content type: must be application\/vnd\.boomgate\.outcomes\+json;v=1/,
    );
  });

  it("names the place of what is wrong, and no value", () => {
    const wrong = encoded([first, { ...first, fate: "SECRET", id: "" }]);
    expect(() => decode(wrong)).toThrow(/1\.id: .*1\.fate: /);
    expect(() => decode(wrong)).not.toThrow(/SECRET/);
  });
});
