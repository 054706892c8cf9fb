import fc from "fast-check";
import { expect, it } from "vitest";
import { readOutcomeBySchema } from "./outcome-schema.js";
import { readPlainOutcome } from "./plain-outcome.js";

const EXAMPLE = {
  kind: "exit",
  lot_id: "main",
  vehicle_plate: "AB123CD",
  id: "x1",
  date_time: "2026-11-20T08:00:00.000Z",
  fate: "closed",
  revision: 7,
};

/** Right, unusual and wrong values of each field, in all combinations. */
const aWire = fc.record(
  {
    kind: fc.constantFrom("entry", "Entry", 1, null, undefined),
    lot_id: fc.constantFrom("ferry", "Zürich", "l".repeat(64), "l".repeat(65), "a\nb", " a", 1, ""),
    vehicle_plate: fc.constantFrom("AB1", "ab 123-cd", "ÄB1", "", 5, "A".repeat(25), undefined),
    id: fc.oneof(fc.constantFrom("x2", "", "ä1", "x\u0000", 7, "x".repeat(129)), fc.string()),
    date_time: fc.constantFrom("2026-11-20T09:30:30+01:00", "2026-02-30T08:00:00Z", "", 0),
    fate: fc.constantFrom("open", "voided", "no_plate", "lost", "", null, undefined),
    revision: fc.oneof(fc.constantFrom(0, 1.5, "1", 2 ** 53, -1, null), fc.maxSafeNat()),
    stay_id: fc.constantFrom("s-1", "é", "", " ", "s".repeat(129), null, undefined, 4),
    plate_read: fc.oneof(fc.constantFrom("ab 1", "p".repeat(65), "", null, 3), fc.string()),
    gate_id: fc.constantFrom("north-1", "g".repeat(64), "g".repeat(65), "a\tb", "", " g", null),
    confidence: fc.oneof(fc.constantFrom(-1, 0, 1, 1.01, "1", null), fc.double({ noNaN: true })),
    candidates: fc.constantFrom([], [{ plate: "AB1" }], null, undefined, "AB1"),
    parked_code: fc.constantFrom("TOO_LATE", undefined, ""),
    odd: fc.anything(),
  },
  { noNullPrototype: true },
);

it("reads no outcome that the schema refuses, and the rest as the schema does", () => {
  let read = 0;
  const optional = ["stay_id", "plate_read", "gate_id", "confidence", "candidates", "odd"];
  const names = [...Object.keys(EXAMPLE), ...optional, "parked_code"];
  const someFields = fc.subarray(names, { maxLength: 3 });
  fc.assert(
    fc.property(aWire, someFields, (unusual: Readonly<Record<string, unknown>>, chosen) => {
      const given: Record<string, unknown> = { ...EXAMPLE };
      for (const name of chosen) given[name] = unusual[name];
      const wire = JSON.parse(JSON.stringify(given)) as Record<string, unknown>;
      const plain = readPlainOutcome(wire);
      if (plain === undefined) return;
      read += 1;
      expect(plain).toStrictEqual(readOutcomeBySchema(wire));
    }),
    { numRuns: 3_000 },
  );
  expect(read).toBeGreaterThan(300);
});
