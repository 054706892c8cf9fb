import { expect, it } from "vitest";
import { percentilesOf } from "./percentiles.js";

const upTo = (count: number) => Array.from({ length: count }, (_, index) => count - index);

it("percentiles are values below which that share of all lies", () => {
  expect(percentilesOf(upTo(1_000))).toEqual({ p50: 500, p95: 950, p99: 990, max: 1_000 });
});

it("percentiles of a few values are among them", () => {
  expect(percentilesOf([3, 1, 2])).toEqual({ p50: 2, p95: 3, p99: 3, max: 3 });
});

it("percentiles of nothing are no numbers", () => {
  expect(percentilesOf([]).p50).toBeNaN();
});
