import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PlateUnderTest, readOf, readsOf } from "./history.fixture.js";
import type { News } from "./news.js";
import type { Recorded } from "./record.js";

const told = ({ news }: Recorded) => news.map(({ change, by }) => [change, by] as const);
const count = (news: readonly News[], wanted: News["change"]) =>
  news.filter(({ change }) => change === wanted).length;

describe("the news of recording", () => {
  it("is the first closing of a stay, with its duration, brought about by its exit", () => {
    const plate = new PlateUnderTest();
    expect(plate.record(readOf("in 100")).news).toEqual([]);
    const closed = { change: "closed", durationSeconds: 400, by: 0 };
    expect(plate.record(readOf("out 500")).news).toEqual([closed]);
    expect(plate.record(readOf("out 500")).news).toEqual([]);
  });

  it("is brought about by one read only, when entry and exit are recorded together", () => {
    expect(told(new PlateUnderTest().record(...readsOf("in 100", "out 500")))).toEqual([
      ["closed", 1],
    ]);
    expect(told(new PlateUnderTest().record(...readsOf("out 500", "in 100")))).toEqual([
      ["closed", 0],
    ]);
  });

  it("is brought about by the entry that came late", () => {
    const plate = new PlateUnderTest();
    plate.record(readOf("out 500"));
    expect(told(plate.record(readOf("in 100")))).toEqual([["closed", 0]]);
    expect(told(plate.record(...readsOf("out 500", "in 400")))).toEqual([["corrected", 1]]);
  });

  it("is a stay made void beside the one that took its entry", () => {
    const plate = new PlateUnderTest();
    plate.record(...readsOf("in 100", "out 5000"));
    expect(told(plate.record(readOf("out 700")))).toEqual([
      ["closed", 0],
      ["voided", 0],
    ]);
  });

  it("is one for each revision, and one closing for each stay, in whatever batches they come", () => {
    const aRead = fc
      .tuple(fc.constantFrom("in", "out"), fc.integer({ min: 0, max: 300 }))
      .map(([way, step]) => readOf(`${way} ${step * 20}`));
    const batches = fc.array(fc.array(aRead, { minLength: 1, maxLength: 6 }), { maxLength: 12 });
    let seen = 0;
    fc.assert(
      fc.property(batches, (given) => {
        const plate = new PlateUnderTest();
        const news: News[] = [];
        const revisions = new Set<string>();
        for (const batch of given) {
          const recorded = plate.record(...batch);
          for (const one of recorded.news) {
            expect(recorded.results[one.by]).not.toBe("repeated");
          }
          news.push(...recorded.news);
          for (const { stayId, revision } of recorded.announcements) {
            revisions.add(`${stayId} ${revision}`);
          }
        }
        expect(news).toHaveLength(revisions.size);
        expect(count(news, "closed")).toBe(plate.stays.length);
        seen += count(news, "corrected") + count(news, "voided");
      }),
      { numRuns: 1_000 },
    );
    expect(seen).toBeGreaterThan(100);
  });
});
