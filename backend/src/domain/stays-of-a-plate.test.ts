import { referenceFates, referencePairs } from "@boomgate/testing/oracle";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlateUnderTest, rules } from "./history.fixture.js";
import type { Read } from "./read.js";

const textOf = ({ id, atMs }: Pick<Read, "id" | "atMs">) => `${id} ${atMs}`;

describe("the stays of a plate", () => {
  const aRead: fc.Arbitrary<Read> = fc.record({
    kind: fc.constantFrom("entry", "exit"),
    id: fc.integer({ min: 0, max: 20 }).map(String),
    // Coarse, so that instants coincide and windows are met exactly.
    atMs: fc.integer({ min: 0, max: 60 }).map((step) => step * 2_000),
    plate: fc.constant("AB123CD"),
  });
  const someReads = fc.uniqueArray(aRead, {
    maxLength: 40,
    selector: ({ kind, id, atMs }) => `${kind} ${id} ${atMs}`,
  });
  const deliveries = someReads.chain((reads) =>
    fc.record({
      given: fc.constantFrom(rules, { ...rules, maxStayMs: 40_000 }),
      reads: fc.constant(reads),
      order: fc.shuffledSubarray(reads, { minLength: reads.length }),
      repeats: fc.array(fc.nat(), { maxLength: 20 }),
      batchSizes: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 60 }),
    }),
  );

  it("are those of the rule, whatever the order, the repeats and the batches", () => {
    let pairsSeen = 0;
    fc.assert(
      fc.property(deliveries, ({ given, reads, order, repeats, batchSizes }) => {
        const plate = new PlateUnderTest(given);
        const waiting = [...order];
        for (const at of repeats) {
          const again = order[at % (order.length || 1)];
          if (again) waiting.splice((at * 7) % (waiting.length + 1), 0, again);
        }
        for (let batch = 0; waiting.length > 0; batch += 1) {
          plate.apply(...waiting.splice(0, batchSizes[batch % batchSizes.length]));
        }
        const expected = new Map(
          [...referencePairs(reads, given)].map(([exit, entry]) => [textOf(exit), textOf(entry)]),
        );
        pairsSeen += expected.size;
        const closed = plate.stays.flatMap((stay) => {
          if (stay.status === "void") return [];
          const { exitEventId, exitedAt, entryEventId, enteredAt } = stay;
          const exit = textOf({ id: exitEventId, atMs: exitedAt.getTime() });
          return [[exit, textOf({ id: entryEventId, atMs: enteredAt.getTime() })] as const];
        });
        expect(new Map(closed)).toEqual(expected);
        expect(closed).toHaveLength(expected.size);
      }),
      { numRuns: 2_000 },
    );
    expect(pairsSeen).toBeGreaterThan(1_000);
  });

  it("account for every read", () => {
    fc.assert(
      fc.property(deliveries, ({ given, reads, order }) => {
        const plate = new PlateUnderTest(given);
        const counted = new Map<string, number>();
        for (const read of order) {
          for (const [account, count] of Object.entries(plate.apply(read).moved)) {
            counted.set(account, (counted.get(account) ?? 0) + count);
          }
        }
        const fates = [...referenceFates(reads, given).values()];
        expect(fates).toHaveLength(reads.length);
        const of = (...accounts: readonly string[]) =>
          accounts.reduce((sum, account) => sum + (counted.get(account) ?? 0), 0);
        for (const fate of ["open", "closed", "abandoned"] as const) {
          expect([fate, of(fate)]).toEqual([fate, fates.filter((one) => one === fate).length]);
        }
        // Exits whose stay was made void are counted there, and are re-reads or unmatched by now.
        const left = fates.filter((fate) => fate === "reread" || fate === "unmatched");
        expect(of("reread", "unmatched", "voided")).toBe(left.length);
      }),
    );
  });
});
