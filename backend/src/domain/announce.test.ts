import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlateUnderTest, readOf, readsOf } from "./history.fixture.js";
import type { NewRevision } from "./announce.js";
import type { AppliedReads } from "./apply-reads.js";

const madeBy = ({ revisions }: AppliedReads) =>
  revisions.map(({ change, by }) => [change, by] as const);
const count = (revisions: readonly NewRevision[], wanted: NewRevision["change"]) =>
  revisions.filter(({ change }) => change === wanted).length;

describe("a new revision of a stay", () => {
  it("is the first closing of the stay, with its duration, made by its exit", () => {
    const plate = new PlateUnderTest();
    expect(plate.apply(readOf("in 100")).revisions).toEqual([]);
    const closed = { change: "closed", durationSeconds: 400, by: 0 };
    expect(plate.apply(readOf("out 500")).revisions).toEqual([closed]);
    expect(plate.apply(readOf("out 500")).revisions).toEqual([]);
  });

  it("is made by one read only, when entry and exit are applied together", () => {
    expect(madeBy(new PlateUnderTest().apply(...readsOf("in 100", "out 500")))).toEqual([
      ["closed", 1],
    ]);
    expect(madeBy(new PlateUnderTest().apply(...readsOf("out 500", "in 100")))).toEqual([
      ["closed", 0],
    ]);
  });

  it("is made by the entry that came late", () => {
    const plate = new PlateUnderTest();
    plate.apply(readOf("out 500"));
    expect(madeBy(plate.apply(readOf("in 100")))).toEqual([["closed", 0]]);
    expect(madeBy(plate.apply(...readsOf("out 500", "in 400")))).toEqual([["corrected", 1]]);
  });

  it("makes a stay void beside the one that took its entry", () => {
    const plate = new PlateUnderTest();
    plate.apply(...readsOf("in 100", "out 5000"));
    expect(madeBy(plate.apply(readOf("out 700")))).toEqual([
      ["closed", 0],
      ["voided", 0],
    ]);
  });

  it("comes once for each announcement, and closes each stay once, in whatever batches the reads come", () => {
    const aRead = fc
      .tuple(fc.constantFrom("in", "out"), fc.integer({ min: 0, max: 300 }))
      .map(([way, step]) => readOf(`${way} ${step * 20}`));
    const batches = fc.array(fc.array(aRead, { minLength: 1, maxLength: 6 }), { maxLength: 12 });
    let seen = 0;
    fc.assert(
      fc.property(batches, (given) => {
        const plate = new PlateUnderTest();
        const revisions: NewRevision[] = [];
        const announced = new Set<string>();
        for (const batch of given) {
          const applied = plate.apply(...batch);
          for (const one of applied.revisions) {
            expect(applied.results[one.by]).not.toBe("repeated");
          }
          revisions.push(...applied.revisions);
          for (const { stayId, revision } of applied.announcements) {
            announced.add(`${stayId} ${revision}`);
          }
        }
        expect(revisions).toHaveLength(announced.size);
        expect(count(revisions, "closed")).toBe(plate.stays.length);
        seen += count(revisions, "corrected") + count(revisions, "voided");
      }),
      { numRuns: 1_000 },
    );
    expect(seen).toBeGreaterThan(100);
  });
});
