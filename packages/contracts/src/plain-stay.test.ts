import fc from "fast-check";
import { expect, it } from "vitest";
import { EXAMPLE_STAY, stayIdOf, staySummarySchema } from "./index.js";
import { readPlainStay } from "./plain-stay.js";

/** Right, unusual and wrong values of each field, in all combinations. */
const aBody = fc.record(
  {
    stay_id: fc.oneof(fc.constantFrom("x1", "", "ä1", "x\u0000", 7, "x".repeat(129)), fc.string()),
    exit_event_id: fc.constantFrom("x1", "x2", "ä1", undefined),
    entry_event_id: fc.oneof(fc.constantFrom("e1", "é", " ", null, "e".repeat(128)), fc.string()),
    lot_id: fc.constantFrom("main", "Zürich", "l".repeat(64), "l".repeat(65), "a\nb", 1),
    exit_plate: fc.constantFrom("AB123CD", "AB123CE", "ab 1", "", null, undefined),
    vehicle_plate: fc.constantFrom("AB123CD", "ab 123-cd", "🚗", "", 5, "A".repeat(17)),
    revision: fc.oneof(fc.constantFrom(0, 1.5, "1", 2 ** 53, -1), fc.maxSafeNat()),
    entry_date_time: fc.constantFrom("2026-11-20T08:00:00.000Z", "2026-02-30T08:00:00Z", "", 0),
    exit_date_time: fc.constantFrom("2026-11-20T09:30:30+01:00", "2026-11-20T09:30:30", null),
    duration_seconds: fc.oneof(fc.constantFrom(-1, "5", NaN, Infinity, null, 1e10), fc.double()),
    duration: fc.constantFrom("PT1S", "P".repeat(65), 5, "", undefined),
  },
  { noNullPrototype: true },
);

it("reads nothing that the schema refuses, and the rest as the schema does", () => {
  let read = 0;
  const someFields = fc.subarray(Object.keys(EXAMPLE_STAY), { maxLength: 2 });
  fc.assert(
    fc.property(aBody, someFields, (unusual: Readonly<Record<string, unknown>>, names) => {
      const body: Record<string, unknown> = { ...EXAMPLE_STAY };
      for (const name of names) if (name !== "status") body[name] = unusual[name];
      const plain = readPlainStay(body);
      if (plain === undefined) return;
      read += 1;
      const known = staySummarySchema.parse(body);
      if (known.status !== "closed") throw new Error("not closed");
      expect(plain).toEqual({
        stayId: known.stay_id,
        revision: known.revision,
        lotId: known.lot_id,
        plate: known.vehicle_plate,
        exitPlate: known.exit_plate,
        exitEventId: known.exit_event_id,
        exitedAt: known.exit_date_time,
        status: "closed",
        entryEventId: known.entry_event_id,
        enteredAt: known.entry_date_time,
        durationSeconds: known.duration_seconds,
      });
      expect(stayIdOf(plain)).toBe(known.stay_id);
    }),
    { numRuns: 2_000 },
  );
  expect(read).toBeGreaterThan(100);
});
