import { expect, it } from "vitest";
import { legendLabels, partsOf } from "./query.js";

it.each([
  ["sum by (a) (rate(x_total[5m])) / sum(y)", ["x_total", "y"], ["x_total"], true],
  [
    "histogram_quantile(0.9, sum by (le) (increase(x_bucket[1m])))",
    ["x_bucket"],
    ["x_bucket"],
    true,
  ],
  ["irate((x_total)[5m]) + max_over_time(y[5m])", ["x_total", "y"], ["x_total"], false],
  [
    "max_over_time(rate(a:b_total[1m])[5m:]) - delta(y[5m])",
    ["a:b_total", "y"],
    ["a:b_total"],
    false,
  ],
  ['x{job="a / b"} unless on (job) y', ["x", "y"], [], false],
] as const)("%s falls into its parts", (query, names, counters, mayDivideByZero) => {
  expect(partsOf(query)).toEqual({ names, counters, mayDivideByZero, syntaxError: false });
});

it.each(["sum(rate(x[5m])", "", "x{", "by (a) x"])("%s has an error or no metric", (query) => {
  const { names, syntaxError } = partsOf(query);
  expect(syntaxError || names.length === 0).toBe(true);
});

it("knows the labels of a legend", () => {
  expect(legendLabels("{{job}} of {{ instance }} p99")).toEqual(["job", "instance"]);
});
