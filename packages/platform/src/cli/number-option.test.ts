import { describe, expect, it } from "vitest";
import { numberOption } from "./number-option.js";

describe("a number on the command line", () => {
  it("is taken within its range", () => {
    expect(numberOption({ min: 1 })("42")).toBe(42);
    expect(numberOption({ min: 0, whole: false })("0.5")).toBe(0.5);
  });

  it.each(["", " ", "x", "-1", "0", "1.5", "1e3", "11", "NaN", "Infinity"])(
    "is refused when it is %j",
    (text) => {
      expect(() => numberOption({ min: 1, max: 10 })(text)).toThrow("a whole number from 1 to 10");
    },
  );

  it.each(["", "x", "0.05", "NaN", "Infinity"])("may be a fraction, and not %j", (text) => {
    expect(() => numberOption({ min: 0.1, whole: false })(text)).toThrow("must be a number");
  });
});
