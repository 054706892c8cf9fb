import { referenceFates, referencePairs } from "@boomgate/testing/oracle";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlateUnderTest, readOf, readsOf, rules } from "./history.fixture.js";
import type { Read } from "./read.js";

const closedAfter = (...texts: readonly string[]) => {
  const plate = new PlateUnderTest();
  for (const read of readsOf(...texts)) plate.record(read);
  return Object.fromEntries(plate.closed);
};

describe("pairing", () => {
  it("closes the open stay with the next exit", () => {
    expect(closedAfter("in 100", "out 500")).toEqual({ "out 500": "in 100" });
  });

  it("never makes one long stay of two short visits with two missed reads between", () => {
    expect(closedAfter("in 100", "in 5000", "out 5600")).toEqual({ "out 5600": "in 5000" });
    expect(closedAfter("in 100", "out 700", "out 5600")).toEqual({ "out 700": "in 100" });
    expect(closedAfter("in 100", "out 700", "in 5000", "out 5600")).toEqual({
      "out 700": "in 100",
      "out 5600": "in 5000",
    });
  });

  it("keeps the first of two entries within the re-read window, and the last beyond it", () => {
    expect(closedAfter("in 100", "in 130", "out 500")).toEqual({ "out 500": "in 100" });
    expect(closedAfter("in 100", "in 130.001", "out 500")).toEqual({ "out 500": "in 130.001" });
  });

  it("ignores an exit within the re-read window of the one that closed the stay", () => {
    const plate = new PlateUnderTest();
    plate.record(...readsOf("in 100", "out 500"));
    expect(plate.record(readOf("out 530")).results).toEqual(["reread"]);
    expect(plate.record(readOf("out 560.001")).results).toEqual(["unmatched"]);
  });

  it("takes an exit stamped a little before its entry, with a duration of 0", () => {
    const plate = new PlateUnderTest();
    plate.record(...readsOf("out 100", "in 102"));
    expect(plate.stays).toMatchObject([{ status: "closed", durationSeconds: 0 }]);
    expect(closedAfter("out 100", "in 102.001")).toEqual({});
  });

  it("leaves an exit unmatched that comes later than the longest stay after the entry", () => {
    const day = { ...rules, maxStayMs: 86_400_000 };
    const fatesOf = (exit: string) =>
      new PlateUnderTest(day).record(...readsOf("in 100", exit, "in 90000", "out 90500")).results;
    expect(fatesOf("out 86500")).toEqual(["closed", "closed", "closed", "closed"]);
    expect(fatesOf("out 86500.001")).toEqual(["abandoned", "unmatched", "closed", "closed"]);
  });

  it("puts an entry before an exit of the same instant", () => {
    expect(closedAfter("out 100", "in 100")).toEqual({ "out 100": "in 100" });
  });
});

describe("a late event", () => {
  it("corrects the stay it belongs to, with a higher revision", () => {
    const plate = new PlateUnderTest();
    const first = plate.record(...readsOf("in 100", "out 5000")).announcements;
    const second = plate.record(readOf("in 4000")).announcements;
    expect(second).toMatchObject([{ stayId: "out 5000", entryEventId: "in 4000" }]);
    expect(second[0]?.revision).toBeGreaterThan(first[0]?.revision ?? Number.NaN);
  });

  it("makes a stay void whose entry belongs to an earlier exit", () => {
    const plate = new PlateUnderTest();
    plate.record(...readsOf("in 100", "out 5000"));
    plate.record(readOf("out 700"));
    expect(Object.fromEntries(plate.closed)).toEqual({ "out 700": "in 100" });
    expect(plate.stays.find(({ stayId }) => stayId === "out 5000")?.status).toBe("void");
  });

  it("finds the exit that came before it", () => {
    expect(closedAfter("out 500", "in 100")).toEqual({ "out 500": "in 100" });
  });
});

describe("a repeated event", () => {
  it("changes nothing and announces every stay of the plate again", () => {
    const plate = new PlateUnderTest();
    plate.record(...readsOf("in 100", "out 500", "in 1000", "out 1500"));
    const before = plate.history;
    const { results, announcements, history } = plate.record(readOf("in 100"));
    expect(results).toEqual(["repeated"]);
    expect(announcements.map(({ stayId }) => stayId)).toEqual(["out 500", "out 1500"]);
    expect(history).toBe(before);
  });

  it("is a conflict when its time is another", () => {
    const plate = new PlateUnderTest();
    plate.record(readOf("in 100"));
    const other = { ...readOf("in 200"), id: "in 100" };
    expect(plate.record(other).results).toEqual(["id_conflict"]);
  });

  it("may share its id with an event of the other kind", () => {
    const plate = new PlateUnderTest();
    const one = { kind: "entry", id: "7", atMs: 1_000 } as const;
    const other = { kind: "exit", id: "7", atMs: 900_000 } as const;
    expect(plate.record(one, other).results).toEqual(["closed", "closed"]);
  });
});

describe("a history", () => {
  const visits = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      readsOf(`in ${index * 1_000}`, `out ${index * 1_000 + 500}`),
    ).flat();

  it("keeps at most 64 reads, and says farewell to each stay it forgets", () => {
    const plate = new PlateUnderTest();
    for (const read of visits(300)) {
      plate.record(read);
      expect(plate.history.reads.length).toBeLessThanOrEqual(rules.maxReads);
    }
    expect(plate.closed.size).toBe(300);
    expect(new Set(plate.farewells).size).toBe(300 - plate.history.announced.length);
  });

  it("parks what is older than what it forgot", () => {
    const plate = new PlateUnderTest();
    plate.record(...visits(40));
    expect(plate.record(readOf("in 700")).results).toEqual(["too_late"]);
    expect(plate.record(readOf("in 38700")).results).toEqual(["abandoned"]);
  });

  it("announces its stays again for what comes too late, as that may be a repeat", () => {
    const plate = new PlateUnderTest();
    plate.record(...visits(40));
    const { announcements } = plate.record(readOf("in 700"));
    expect(announcements).toHaveLength(plate.history.announced.length);
    expect(announcements.length).toBeGreaterThan(0);
  });

  it("forgets by age, but not the car that is still inside", () => {
    const plate = new PlateUnderTest();
    plate.record(...readsOf("in 100", "out 500", "in 1000"));
    plate.record(readOf(`out ${30 * 3_600}`));
    expect(plate.closed.get(`out ${30 * 3_600}`)).toBe("in 1000");
    expect(plate.record(readOf("in 600")).results).toEqual(["too_late"]);
  });
});

describe("the stays of a plate", () => {
  const aRead: fc.Arbitrary<Read> = fc.record({
    kind: fc.constantFrom("entry", "exit"),
    id: fc.integer({ min: 0, max: 30 }).map(String),
    // Coarse, so that instants coincide and windows are met exactly.
    atMs: fc.integer({ min: 0, max: 60 }).map((step) => step * 2_000),
  });
  const someReads = fc.uniqueArray(aRead, {
    maxLength: 40,
    selector: ({ kind, id }) => `${kind}${id}`,
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
          plate.record(...waiting.splice(0, batchSizes[batch % batchSizes.length]));
        }
        const pairs = referencePairs(reads, given);
        const expected = new Map([...pairs].map(([exitId, entry]) => [exitId, entry.id]));
        pairsSeen += expected.size;
        expect(plate.closed).toEqual(expected);
        for (const stay of plate.stays) {
          expect(stay.status).toBe(expected.has(stay.stayId) ? "closed" : "void");
        }
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
          for (const [account, count] of Object.entries(plate.record(read).moved)) {
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
