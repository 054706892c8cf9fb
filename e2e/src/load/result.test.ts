import { describe, expect, it } from "vitest";
import { factsOf, isLossless, type LoadResult, undisturbed } from "./result.js";
import { aSample } from "./sample.fixture.js";

const samples = [
  aSample({ second: 1 }),
  aSample({ second: 2, backlog: 30_000, p50: undefined, p95: undefined, p99: undefined }),
  aSample({ second: 3, backlog: 15_000, p99: 4 }),
  aSample({ second: 4, backlog: 900 }),
];
const result: LoadResult = {
  samples,
  confirmed: 4_000,
  nacked: 3,
  expectedStays: 1_900,
  foundStays: 1_900,
  parked: 0,
  drainSeconds: 0.42,
  outage: { fromSecond: 1, toSecond: 2 },
  limit: "No limit was reached.",
};
const fact = (name: string, changes: Partial<LoadResult> = {}) =>
  factsOf({ ...result, ...changes }).find(([one]) => one === name)?.[1];

describe("the result of a load", () => {
  it("counts what is lost", () => {
    expect(fact("lost")).toBe("0");
    expect(fact("lost", { foundStays: 1_890 })).toBe("10");
    expect(isLossless(result)).toBe(true);
    expect(isLossless({ ...result, foundStays: 1_901 })).toBe(false);
    expect(isLossless({ ...result, parked: 1 })).toBe(false);
  });

  it("has the worst values of a run and the time to catch up", () => {
    expect(fact("highest backlog")).toBe("30000");
    expect(fact("latency p99, worst second")).toBe("4000.0 ms");
    expect(fact("latency p50, median second")).toBe("5.0 ms");
    expect(fact("backlog of the outage drained in")).toBe("2.0 s");
    const never = samples.slice(0, 3);
    expect(fact("backlog of the outage drained in", { samples: never })).toContain("not before");
    expect(fact("backlog of the outage drained in", { outage: undefined })).toBeUndefined();
  });

  it("ignores the outage where the limit is judged", () => {
    const { outage } = result;
    expect(undisturbed(samples, undefined)).toBe(samples);
    expect(undisturbed([aSample({ second: 0.5 }), ...samples], outage)).toEqual([
      aSample({ second: 0.5 }),
    ]);
    const later = aSample({ second: 9 });
    expect(undisturbed([...samples, later], outage)).toEqual([later]);
  });
});
