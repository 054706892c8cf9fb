import { describe, expect, it } from "vitest";
import { Chance } from "./chance.js";

const draws = (...names: readonly (string | number)[]) => {
  const chance = new Chance(...names);
  return Array.from({ length: 5 }, () => chance.next());
};

describe("a stream of random numbers", () => {
  it("depends only on its names", () => {
    expect(draws(7, "visit", 1)).toEqual(draws(7, "visit", 1));
    expect(draws(7, "visit", 1)).not.toEqual(draws(7, "visit", 2));
    expect(draws(7, "visit", 1)).not.toEqual(draws(8, "visit", 1));
  });

  it("is even over streams whose names differ in one digit", () => {
    const first = Array.from({ length: 20_000 }, (_, index) => new Chance(7, index).next());
    const below = (limit: number) => first.filter((one) => one < limit).length / first.length;
    // Standard error 0.35 % at a half, 0.1 % at two in a hundred.
    expect(Math.abs(below(0.5) - 0.5)).toBeLessThan(0.014);
    expect(Math.abs(below(0.02) - 0.02)).toBeLessThan(0.004);
  });

  it("can be normally distributed", () => {
    const chance = new Chance("normal");
    const values = Array.from({ length: 20_000 }, () => chance.normal());
    const mean = values.reduce((sum, value) => sum + value) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });
});
