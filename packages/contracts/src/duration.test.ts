import fc from "fast-check";
import { expect, it } from "vitest";
import { formatDuration } from "./index.js";

it.each([
  [5_430_500, "PT1H30M30.5S"],
  [0, "PT0S"],
  [1, "PT0.001S"],
  [60_000, "PT1M"],
  [3_600_000, "PT1H"],
  [3_600_001, "PT1H0.001S"],
  [90_061_000, "PT25H1M1S"],
  [3_155_760_000_000, "PT876600H"],
])("%i ms are %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

it("says exactly the milliseconds it was given", () =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3_155_760_000_000 }), (ms) => {
      const [, hours = 0, minutes = 0, seconds = 0] =
        /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(formatDuration(ms))?.map(Number) ?? [];
      const written = (hours || 0) * 3_600_000 + (minutes || 0) * 60_000 + (seconds || 0) * 1_000;
      expect(Math.round(written)).toBe(ms);
    }),
  ));
