import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ContractError,
  EXAMPLE_STAY,
  parseStaySummary,
  stayIdOf,
  staySummarySchema,
  staySummaryToWire,
  type StaySummary,
} from "./index.js";

const voidBody = {
  stay_id: EXAMPLE_STAY.stay_id,
  revision: 1_763_683_200_124,
  status: "void",
  lot_id: "main",
  vehicle_plate: "AB123CE",
  exit_plate: "AB123CD",
  exit_event_id: "x1",
  exit_date_time: "2026-11-20T09:30:30.500Z",
};

function problemsOf(body: unknown): readonly string[] {
  try {
    parseStaySummary(body);
    return [];
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return error.problems;
  }
}

describe("a stay summary", () => {
  it.each([EXAMPLE_STAY, voidBody])("travels and comes back as it was: $status", (body) => {
    const stay = parseStaySummary(body);
    expect(staySummaryToWire(stay)).toEqual(body);
    expect(Object.keys(staySummaryToWire(stay))).toEqual(Object.keys(body));
    expect(staySummarySchema.safeParse(body).success).toBe(true);
  });

  it("has the fields of a closed stay in camel case", () => {
    expect(parseStaySummary(EXAMPLE_STAY)).toEqual({
      status: "closed",
      stayId: "s-tkviyfvhedc5wtjrnqf2g4sbul",
      revision: 1_763_683_200_123,
      lotId: "main",
      plate: "AB123CD",
      exitPlate: "AB123CD",
      exitEventId: "x1",
      entryEventId: "e1",
      enteredAt: new Date("2026-11-20T08:00:00.000Z"),
      exitedAt: new Date("2026-11-20T09:30:30.500Z"),
      durationSeconds: 5_430.5,
    });
  });

  it("has neither entry nor duration when it is void", () => {
    const stay = parseStaySummary({ ...EXAMPLE_STAY, status: "void" });
    expect(Object.keys(stay)).not.toContain("enteredAt");
    expect(Object.keys(staySummaryToWire(stay))).not.toContain("duration");
  });

  it.each([null, undefined, [], [EXAMPLE_STAY], "closed", 1])("is not %j", (body) => {
    expect(problemsOf(body)).toEqual(["body: must be a JSON object"]);
  });

  it.each([undefined, "open", "CLOSED", 1, null, "__proto__"])(
    "is refused for all that is wrong with it, also when its status is %j",
    (status) => {
      const body = { ...EXAMPLE_STAY, status, revision: 0, vehicle_plate: "-", stay_id: 7 };
      expect(problemsOf(body).map((problem) => problem.split(":")[0])).toEqual([
        "stay_id",
        "revision",
        "vehicle_plate",
        "status",
      ]);
    },
  );

  it.each([
    ["revision", 0],
    ["revision", 1.5],
    ["revision", 2 ** 53],
    ["revision", "1"],
    ["duration_seconds", -1],
    ["duration_seconds", 1e308],
    ["duration_seconds", "5"],
    ["duration", 5],
    ["duration", "P".repeat(65)],
    ["entry_event_id", undefined],
    ["entry_date_time", "2026-11-20T08:00:00"],
    ["exit_date_time", undefined],
    ["exit_event_id", ""],
    ["exit_plate", undefined],
    ["lot_id", undefined],
    ["vehicle_plate", "🚗"],
  ])("is refused for its %s when that is %j", (field, value) => {
    const problems = problemsOf({ ...EXAMPLE_STAY, [field]: value });
    expect(problems.map((problem) => problem.split(":")[0])).toEqual([field]);
  });

  it.each([
    { stay_id: "x1" },
    { lot_id: "north" },
    { exit_event_id: "another" },
    { exit_date_time: "2026-11-20T09:30:30.501Z" },
  ])("is refused when its id is not that of its exit: %j", (other) => {
    const problem = "stay_id: must be that of its lot_id, exit_event_id and exit_date_time";
    expect(problemsOf({ ...EXAMPLE_STAY, ...other })).toEqual([problem]);
    expect(problemsOf({ ...voidBody, ...other })).toEqual([problem]);
  });

  it("is described without its values", () => {
    const secret = "hunter2";
    const body = Object.fromEntries(Object.keys(EXAMPLE_STAY).map((name) => [name, [secret]]));
    expect(problemsOf({ ...body, status: "closed" })).toHaveLength(11);
    expect(problemsOf({ ...body, status: "closed" }).join()).not.toContain(secret);
  });
});

it("every closed stay travels and comes back as it was", () => {
  const date = fc.date({
    min: new Date("2000-01-01T00:00:00Z"),
    max: new Date("2099-12-31T23:59:59.999Z"),
    noInvalidDate: true,
  });
  const aPlate = fc.stringMatching(/^[A-Z]{2}[0-9]{3}[A-Z]{2}$/);
  const withoutId = fc.record({
    status: fc.constant("closed" as const),
    revision: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    lotId: fc.constantFrom("main", "north"),
    plate: aPlate,
    exitPlate: aPlate,
    exitEventId: fc.uuid(),
    entryEventId: fc.uuid(),
    enteredAt: date,
    exitedAt: date,
    durationSeconds: fc.integer({ min: 0, max: 3_155_760_000 }).map((ms) => ms / 1_000),
  });
  const aStay = withoutId.map((stay) => ({ ...stay, stayId: stayIdOf(stay) }));
  fc.assert(
    fc.property(aStay, (stay: StaySummary) => {
      const body: unknown = JSON.parse(JSON.stringify(staySummaryToWire(stay)));
      expect(parseStaySummary(body)).toEqual(stay);
    }),
  );
});
