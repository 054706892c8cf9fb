import { expect, it } from "vitest";
import { backoffMs } from "./backoff.js";

const all = () => 1;
const none = () => 0;

it("doubles with each failure, up to the longest pause", () => {
  const pauses = [0, 1, 2, 3, 4, 5_000].map((failures) =>
    backoffMs(failures, { firstMs: 50, longestMs: 400, random: all }),
  );
  expect(pauses).toEqual([50, 100, 200, 400, 400, 400]);
});

it("is shorter by chance, by half at most", () => {
  expect(backoffMs(1, { random: all })).toBe(200);
  expect(backoffMs(1, { random: none })).toBe(100);
  const pauses = new Set(Array.from({ length: 20 }, () => backoffMs(3)));
  expect(pauses.size).toBeGreaterThan(1);
  for (const ms of pauses) expect(ms >= 400 && ms <= 800).toBe(true);
});
