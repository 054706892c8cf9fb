import { describe, expect, it } from "vitest";
import { Pace } from "./pace.js";

describe("the time of a scenario", () => {
  const pace = new Pace(1_000_000, 60, 5_000_000);

  it("passes as many times faster as asked", () => {
    expect(pace.scenarioMs(5_001_000)).toBe(1_060_000);
    expect(pace.clockMs(1_060_000)).toBe(5_001_000);
  });

  it("goes on at our pace once it has caught up with the present", () => {
    expect(pace.scenarioMs(9_000_000)).toBe(9_000_000);
    expect(pace.clockMs(9_000_000)).toBe(9_000_000);
  });
});
