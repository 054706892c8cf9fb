import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { notEvents } from "./broken-bodies.fixture.js";
import {
  ContractError,
  decodeEntryEvent,
  decodeExitEvent,
  DEFAULT_FOLDING,
  DEFAULT_NO_PLATE,
  encodeEvent,
  normalisePlate,
  parseEntryEvent,
  parseExitEvent,
  type EntryEvent,
  type ExitEvent,
} from "./index.js";

const entryBody = {
  id: "e1",
  vehicle_plate: "AB 123-CD",
  entry_date_time: "2026-03-01T08:30:00Z",
};

function problemsOf(act: () => unknown): readonly string[] {
  try {
    act();
    return [];
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    expect(error).toMatchObject({ code: "CONTRACT_BROKEN", recovery: "park" });
    return error.problems;
  }
}

const problemsWith = (changed: Record<string, unknown>) =>
  problemsOf(() => parseEntryEvent({ ...entryBody, ...changed }));

describe("an entry event", () => {
  it("comes from snake case, with the plate normalised and the lot by default", () => {
    expect(decodeEntryEvent(Buffer.from(JSON.stringify(entryBody)))).toEqual({
      kind: "entry",
      id: "e1",
      plate: "AB123CD",
      lotId: "main",
      gateId: undefined,
      confidence: undefined,
      plateRead: "AB 123-CD",
      enteredAt: new Date("2026-03-01T08:30:00.000Z"),
    });
  });

  it("ignores fields it does not know", () => {
    expect(problemsWith({ colour: "red", exit_date_time: 7, toString: 1 })).toEqual([]);
  });

  it("may begin with a byte order mark", () => {
    expect(decodeEntryEvent(Buffer.from(`\ufeff${JSON.stringify(entryBody)}`)).id).toBe("e1");
  });

  it("is not an exit event", () => {
    expect(problemsOf(() => parseExitEvent(entryBody))).toEqual([
      "exit_date_time: must be a string",
    ]);
  });

  it("takes nothing from its prototype", () => {
    const body = `{"__proto__":${JSON.stringify(entryBody)},"constructor":1}`;
    expect(problemsOf(() => decodeEntryEvent(Buffer.from(body)))).toHaveLength(3);
    expect(({} as Record<string, unknown>)["vehicle_plate"]).toBeUndefined();
    const extra = `{"__proto__":{"lot_id":"x"},${JSON.stringify(entryBody).slice(1)}`;
    expect(decodeEntryEvent(Buffer.from(extra)).lotId).toBe("main");
  });
});

describe.each([
  ["entry", decodeEntryEvent],
  ["exit", decodeExitEvent],
])("the body of an %s event", (_kind, decode) => {
  it.each(notEvents)("is not %s", (_what, body, problem) => {
    expect(problemsOf(() => decode(body))).toEqual([problem]);
  });
});

describe("a broken field", () => {
  it("is named with all the others, without any value", () => {
    const secret = "hunter2";
    const body = {
      id: { secret },
      vehicle_plate: [secret],
      entry_date_time: secret,
      lot_id: "",
      gate_id: `${secret}\n`,
      confidence: secret,
    };
    const problems = problemsOf(() => parseEntryEvent(body));
    expect(problems).toEqual([
      "id: must be a string",
      "vehicle_plate: must be a string",
      "entry_date_time: must be an RFC 3339 date with a zone, in the years 2000 to 2099",
    ]);
    expect(() => parseEntryEvent(body)).toThrow("entry event breaks the contract: id: must be");
  });

  it("is named when it is missing", () => {
    expect(problemsOf(() => parseEntryEvent({})).map((problem) => problem.split(":")[0])).toEqual([
      "id",
      "vehicle_plate",
      "entry_date_time",
    ]);
  });

  it.each([
    ["", "id: must not be empty"],
    ["x".repeat(129), "id: must have at most 128 characters"],
    ["a\u0000b", "id: must not hold control characters"],
    ["a\u001bb", "id: must not hold control characters"],
    ["a\ud800b", "id: must not hold control characters"],
    ["\udc00", "id: must not hold control characters"],
    [7, "id: must be a string"],
    [null, "id: must be a string"],
    [true, "id: must be a string"],
  ])("is the id %j", (id, problem) => {
    expect(problemsWith({ id })).toEqual([problem]);
  });

  it.each(["__proto__", "constructor", "x".repeat(128), "🚗", "a b", "Ä"])(
    "is not the id %j",
    (id) => {
      expect(parseEntryEvent({ ...entryBody, id }).id).toBe(id);
    },
  );

  it.each(["A".repeat(25), "A".repeat(200), "-".repeat(257), "A".repeat(10_000_000)])(
    "is the plate of row %#",
    (vehicle_plate) => {
      expect(problemsWith({ vehicle_plate })).toEqual([
        "vehicle_plate: must hold 1 to 24 letters or digits",
      ]);
    },
  );

  it.each([7, true, [], {}, undefined])("is the plate %j", (vehicle_plate) => {
    expect(problemsWith({ vehicle_plate })).toEqual(["vehicle_plate: must be a string"]);
  });

  it("is a plate that says that none was read, for whoever needs one", () => {
    expect(problemsWith({ vehicle_plate: "unknown" })).toEqual([
      "vehicle_plate: says that no plate was read",
    ]);
  });
});

/** Events as services make them. */
const anEvent = fc
  .record({
    id: fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
      .filter((id) => !/\p{Cc}/u.test(id)),
    plate: fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
      .map((raw) => normalisePlate(raw))
      .filter((plate) => plate !== undefined)
      .filter((plate) => !DEFAULT_NO_PLATE.has(plate, DEFAULT_FOLDING)),
    lotId: fc.constantFrom("main", "north", "Zürich 1"),
    gateId: fc.option(fc.constantFrom("north-1", "süd"), { nil: undefined }),
    confidence: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
    at: fc.date({
      min: new Date("2000-01-01T00:00:00Z"),
      max: new Date("2099-12-31T23:59:59.999Z"),
      noInvalidDate: true,
    }),
    isEntry: fc.boolean(),
  })
  .map(({ at, isEntry, ...common }): EntryEvent | ExitEvent =>
    isEntry
      ? { kind: "entry", ...common, enteredAt: at }
      : { kind: "exit", ...common, exitedAt: at },
  );

it("an event that was encoded is decoded as it was", () =>
  fc.assert(
    fc.property(anEvent, (event) => {
      const body = encodeEvent(event);
      const decoded = event.kind === "entry" ? decodeEntryEvent(body) : decodeExitEvent(body);
      // -0 travels as 0, and means the same.
      expect(decoded).toEqual({
        ...event,
        confidence: event.confidence === 0 ? 0 : event.confidence,
      });
    }),
  ));

it("whatever the body, the answer is an event or a contract error", () =>
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map((json) => Buffer.from(json)),
        fc
          .record(
            { id: fc.jsonValue(), vehicle_plate: fc.jsonValue(), exit_date_time: fc.jsonValue() },
            { requiredKeys: [] },
          )
          .map((body) => Buffer.from(JSON.stringify(body))),
      ),
      (body) => {
        problemsOf(() => decodeEntryEvent(body));
        problemsOf(() => decodeExitEvent(body));
      },
    ),
  ));
