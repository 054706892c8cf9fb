import { describe, expect, it } from "vitest";
import { NO_NOISE, parseNoise, REALISTIC_NOISE } from "./noise.js";

describe("the noise", () => {
  it("is a preset, with other rates where they are given", () => {
    expect(parseNoise("none")).toEqual(NO_NOISE);
    expect(parseNoise("missed-entry=0.1")).toEqual({ ...NO_NOISE, missedEntry: 0.1 });
    expect(parseNoise("realistic, misread=0,drift-ppm=5.5")).toEqual({
      ...REALISTIC_NOISE,
      misread: 0,
      driftPpm: 5.5,
    });
  });

  it.each(["", "loud", "misread", "misread=", "misread=2", "misread=-1", "constructor=1"])(
    "is refused when it is %j",
    (text) => {
      expect(() => parseNoise(text)).toThrow("NOISE: ");
    },
  );
});
