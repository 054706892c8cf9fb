import { describe, expect, it } from "vitest";
import { mutantsOf } from "./mutants.js";

describe("mutants of an alert", () => {
  it("differ from it in one place each", () => {
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
});
