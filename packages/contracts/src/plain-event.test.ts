import fc from "fast-check";
import { expect, it } from "vitest";
import { readPlainEvent } from "./plain-event.js";
import { entrySchema } from "./vehicle-event-schema.js";

const aName = fc.constantFrom(
  "main",
  "Zürich",
  "",
  "l".repeat(64),
  "l".repeat(65),
  "a\nb",
  1,
  null,
);

/** Right, unusual and wrong values of each field. */
const unusualFields = {
  id: fc.oneof(fc.constantFrom("e1", "", "ä1", "e\u0000", 7, "e".repeat(129)), fc.string()),
  vehicle_plate: fc.constantFrom("AB123CD", "ab 123-cd", "🚗", "", 5, "A".repeat(17)),
  lot_id: aName,
  gate_id: aName,
  confidence: fc.oneof(fc.constantFrom(-1, "1", NaN, null, 2), fc.double({ min: 0, max: 1 })),
  entry_date_time: fc.constantFrom("2026-11-20T08:00:00+01:00", "2026-02-30T08:00:00Z", "", 0),
};
const anEvent = {
  id: "e1",
  vehicle_plate: "AB123CD",
  lot_id: "main",
  gate_id: "north-1",
  confidence: 0.5,
  entry_date_time: "2026-11-20T08:00:00.000Z",
};
type Field = keyof typeof anEvent;

it("reads nothing that the schema refuses, and the rest as the schema does", () => {
  let read = 0;
  const someFields = fc.subarray(Object.keys(anEvent) as Field[], { maxLength: 2 });
  const unusual = fc.record(unusualFields, { noNullPrototype: true });
  fc.assert(
    fc.property(unusual, someFields, someFields, (values, changed, missing) => {
      const body: Record<string, unknown> = { ...anEvent };
      for (const name of changed) body[name] = values[name];
      for (const name of missing) delete body[name];
      const plain = readPlainEvent(body, "entry_date_time");
      if (plain === undefined) return;
      read += 1;
      const { at, ...common } = plain;
      expect({ ...common, entry_date_time: at }).toEqual(entrySchema.parse(body));
    }),
    { numRuns: 2_000 },
  );
  expect(read).toBeGreaterThan(100);
});

it("reads nothing that is no object", () => {
  for (const body of [null, undefined, "e1", 1, [anEvent]]) {
    expect(readPlainEvent(body, "entry_date_time")).toBeUndefined();
  }
});
