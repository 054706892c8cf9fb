import { describe, expect, it } from "vitest";
import { dueAt, parseStages, secondsOf } from "./stages.js";

describe("the stages of a load", () => {
  const stages = parseStages("50:4m, 50-500:30s,500:0.5m");

  it("have constant rates and ramps", () => {
    expect(stages).toEqual([
      { fromRate: 50, toRate: 50, seconds: 240 },
      { fromRate: 50, toRate: 500, seconds: 30 },
      { fromRate: 500, toRate: 500, seconds: 30 },
    ]);
    expect(secondsOf(stages)).toBe(300);
  });

  it("say how many events are due", () => {
    expect(dueAt(stages, 240)).toBe(12_000);
    expect(dueAt(stages, 255)).toBe(12_000 + 750 + 1_687);
    expect(dueAt(stages, 270)).toBe(12_000 + 8_250);
    expect(dueAt(stages, 1_000)).toBe(12_000 + 8_250 + 15_000);
  });

  it.each(["", "50", "50:4", "fast:4m", "-5:4m", "50:0s", "200000:1s", "50:4m,"])(
    "are refused when they are %j",
    (text) => {
      expect(() => parseStages(text)).toThrow("must be like");
    },
  );

  it("are refused when they publish nothing", () => {
    expect(() => parseStages("0:10s,0:1m")).toThrow("must publish at least one event");
  });
});
