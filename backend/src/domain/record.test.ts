import { referenceFates, referencePairs } from "@boomgate/testing/oracle";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlateUnderTest, readOf, readsOf, rules } from "./history.fixture.js";
import { MAX_READS } from "./insert-read.js";
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

  it("ignores an exit within the re-read window of one that was unmatched, measured from the first", () => {
    const plate = new PlateUnderTest();
    const exits = readsOf("out 500", "out 520", "out 530", "out 530.001");
    expect(plate.record(...exits).results).toEqual(["unmatched", "reread", "reread", "unmatched"]);
  });

  it("still takes an exit that was read twice for one stamped a little before its entry", () => {
    expect(closedAfter("out 100", "out 101", "in 102")).toEqual({ "out 100": "in 102" });
    expect(closedAfter("out 100", "out 101", "in 102.001")).toEqual({});
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
    expect(second).toMatchObject([{ exitEventId: "out 5000", entryEventId: "in 4000" }]);
    expect(second[0]?.revision).toBeGreaterThan(first[0]?.revision ?? Number.NaN);
  });

  it("makes a stay void whose entry belongs to an earlier exit", () => {
    const plate = new PlateUnderTest();
    plate.record(...readsOf("in 100", "out 5000"));
    plate.record(readOf("out 700"));
    expect(Object.fromEntries(plate.closed)).toEqual({ "out 700": "in 100" });
    expect(plate.stays.find(({ exitEventId }) => exitEventId === "out 5000")?.status).toBe("void");
  });

  it("finds the exit that came before it", () => {
    expect(closedAfter("out 500", "in 100")).toEqual({ "out 500": "in 100" });
  });
});

describe("a repeated event", () => {
  it("changes nothing and announces its own stay again", () => {
    const plate = new PlateUnderTest();
    plate.record(...readsOf("in 100", "out 500", "in 1000", "out 1500", "in 2000"));
    const announcedFor = (text: string) =>
      plate.record(readOf(text)).announcements.map(({ exitEventId }) => exitEventId);
    expect(announcedFor("in 100")).toEqual(["out 500"]);
    expect(announcedFor("out 1500")).toEqual(["out 1500"]);
    expect(announcedFor("in 2000")).toEqual([]);
  });

  it("announces every stay of the plate again while the sink may lack one", () => {
    const plate = new PlateUnderTest();
    plate.record(...readsOf("in 100", "out 500", "in 1000", "out 1500"));
    plate.isUnposted = true;
    const before = plate.history;
    const { results, announcements, history } = plate.record(readOf("in 100"));
    expect(results).toEqual(["repeated"]);
    expect(announcements.map(({ exitEventId }) => exitEventId)).toEqual(["out 500", "out 1500"]);
    expect(history).toBe(before);
  });

  it("is another read when its time is another, and both count", () => {
    const plate = new PlateUnderTest();
    plate.record(...readsOf("in 100", "out 500"));
    const again = [readOf("in 1000"), readOf("out 1500")].map((read) => {
      return { ...read, id: read.kind === "entry" ? "in 100" : "out 500" };
    });
    const { results, reusedIds } = plate.record(...again);
    expect(results).toEqual(["closed", "closed"]);
    expect(reusedIds).toBe(2);
    expect(plate.stays.map(({ exitEventId }) => exitEventId)).toEqual(["out 500", "out 500"]);
    expect(new Set(plate.stays.map(({ stayId }) => stayId)).size).toBe(2);
  });

  it("may share its id with an event of the other kind", () => {
    const plate = new PlateUnderTest();
    const one = { ...readOf("in 1"), id: "7" };
    const other = { ...readOf("out 900"), id: "7" };
    expect(plate.record(one, other).results).toEqual(["closed", "closed"]);
  });
});

describe("a late event beyond the floor", () => {
  it("is too late at the floor, and not above it", () => {
    const plate = new PlateUnderTest();
    plate.floorAt = 100;
    expect(plate.record(readOf("in 100")).results).toEqual(["too_late"]);
    expect(plate.record(readOf("in 100.001")).results).toEqual(["open"]);
  });

  it("is a copy when it is known, however late", () => {
    const plate = new PlateUnderTest();
    plate.record(...readsOf("in 100", "out 500"));
    plate.floorAt = 5000;
    const before = plate.history;
    expect(plate.record(readOf("in 100")).results).toEqual(["repeated"]);
    expect(plate.history).toBe(before);
  });

  it("is from the future beyond what is allowed", () => {
    const plate = new PlateUnderTest({ ...rules, maxAheadMs: 0 });
    const ahead = { ...readOf("in 0"), atMs: readOf("in 0").atMs + 2_000 * 3_600_000 };
    expect(plate.record(ahead).results).toEqual(["from_the_future"]);
  });
});

describe("a history", () => {
  it("leaves out with the next read what lies at or before the floor, but not what is open", () => {
    const plate = new PlateUnderTest();
    plate.record(...readsOf("in 100", "out 500", "in 1000", "out 1500", "in 2000"));
    plate.floorAt = 3000;
    expect(plate.record(readOf("out 5000")).results).toEqual(["closed"]);
    expect(plate.history.reads.map(({ id }) => id)).toEqual(["in 2000", "out 5000"]);
    expect(plate.closed.size).toBe(3);
  });

  it("keeps the last closed stay for the re-reads of its exit, and an unmatched exit for its entry", () => {
    const closed = new PlateUnderTest();
    closed.record(...readsOf("in 100", "out 500"));
    closed.floorAt = 500;
    expect(closed.record(readOf("out 530")).results).toEqual(["reread"]);
    const unmatched = new PlateUnderTest();
    unmatched.record(...readsOf("in 100", "out 200", "out 500"));
    unmatched.floorAt = 500;
    expect(unmatched.record(readOf("in 502")).results).toEqual(["closed"]);
  });

  it("leaves nothing out while the sink may lack a stay", () => {
    const plate = new PlateUnderTest();
    plate.record(...readsOf("in 100", "out 500", "in 1000", "out 1500"));
    plate.floorAt = 3000;
    plate.isUnposted = true;
    plate.record(readOf("in 5000"));
    expect(plate.history.reads).toHaveLength(5);
    expect(plate.history.announced).toHaveLength(2);
  });

  it("takes no more reads than any car has", () => {
    const plate = new PlateUnderTest();
    const reads = Array.from({ length: MAX_READS + 1 }, (_, index) => readOf(`in ${index * 100}`));
    expect(plate.record(...reads).results.filter((result) => result === "too_many")).toHaveLength(
      1,
    );
    expect(plate.history.reads).toHaveLength(MAX_READS);
    plate.floorAt = 100 * MAX_READS;
    expect(plate.record(readOf("in 1e6")).results).toEqual(["open"]);
    expect(plate.history.reads).toHaveLength(2);
  });
});

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
          plate.record(...waiting.splice(0, batchSizes[batch % batchSizes.length]));
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
