import { expect, it } from "vitest";
import { mutantsOf } from "./mutants.js";

it("breaks an alert in one place at a time", () => {
  const rule = { expr: "a > 9 and (b or vector(0)) == 0", for: "2m" };
  expect(mutantsOf(rule).map(({ expr, for: time }) => `${expr} for ${time}`)).toEqual(
    expect.arrayContaining([
      "a < 9 and (b or vector(0)) == 0 for 2m",
      "a > 3 and (b or vector(0)) == 0 for 2m",
      "a > 27 and (b or vector(0)) == 0 for 2m",
      "a > 9 and (b) == 0 for 2m",
      "a > 9 and (b or vector(0)) != 0 for 2m",
      "a > 9 for 2m",
      "a > 9 and (b or vector(0)) == 0 for 0s",
      "a > 9 and (b or vector(0)) == 0 for 100h",
    ]),
  );
});

it("breaks a recording in its matchers, ranges and offsets", () => {
  expect(mutantsOf({ expr: 'rate(x{a=~"b",c="d"}[5m]) - y offset 1h' })).toEqual(
    [
      'rate(x{c="d"}[5m]) - y offset 1h',
      'rate(x{a!~"b",c="d"}[5m]) - y offset 1h',
      'rate(x{a=~"b",}[5m]) - y offset 1h',
      'rate(x{a=~"b",c!="d"}[5m]) - y offset 1h',
      'rate(x{a=~"b",c="d"}[50s]) - y offset 1h',
      'rate(x{a=~"b",c="d"}[1800s]) - y offset 1h',
      'rate(x{a=~"b",c="d"}[5m]) + y offset 1h',
      'rate(x{a=~"b",c="d"}[5m]) - y offset 600s',
      'rate(x{a=~"b",c="d"}[5m]) - y offset 21600s',
    ].map((expr) => ({ expr, what: expect.any(String) as string })),
  );
});
