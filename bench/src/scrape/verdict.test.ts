import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { LoopGaps } from "./loop-gaps.js";
import { isBlocking, LIMIT_MS } from "./verdict.js";

const times = (count: number, ms: number) => Array.from({ length: count }, () => ms);

describe("the verdict on scrapes", () => {
  it("accepts quick scrapes, and a slow turn in a few", () => {
    expect(isBlocking(times(50, LIMIT_MS), times(50, 1))).toBe(false);
    expect(isBlocking([...times(48, 1), 9, 9], times(50, 1))).toBe(false);
  });

  it("accepts slow turns that the pauses have as well", () => {
    expect(isBlocking(times(50, 9), times(50, 9))).toBe(false);
  });

  it("rejects scrapes that block, all or one in ten", () => {
    expect(isBlocking(times(50, LIMIT_MS + 0.1), times(50, 1))).toBe(true);
    expect(isBlocking([...times(45, 1), ...times(5, 9)], times(50, 1))).toBe(true);
  });

  it("uses the CPU time of a turn", async () => {
    const gaps = new LoopGaps(() => undefined);
    gaps.begin();
    const before = process.cpuUsage();
    const spentMs = () => process.cpuUsage(before).user / 1_000;
    while (spentMs() <= 2 * LIMIT_MS);
    await turn();
    await turn();
    const longest = gaps.longest();
    gaps.stop();
    expect(isBlocking([longest], [0])).toBe(true);
  });
});
