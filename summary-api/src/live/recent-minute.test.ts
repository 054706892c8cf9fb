import { expect, it } from "vitest";
import { RecentMinute } from "./recent-minute.js";

it("has a count for each of the last 60 seconds and none before", () => {
  let nowMs = 1_000_000_500;
  const recent = new RecentMinute(() => nowMs);
  recent.add(7);
  nowMs += 20_000;
  recent.add(2);
  recent.add(1);
  expect(recent.perSecond()).toHaveLength(60);
  expect(recent.perSecond().slice(-21)).toEqual([7, ...Array.from({ length: 19 }, () => 0), 3]);
  nowMs += 40_000;
  expect(recent.perSecond().filter((count) => count > 0)).toEqual([3]);
  nowMs += 86_400_000;
  expect(recent.perSecond().filter((count) => count > 0)).toEqual([]);
});
