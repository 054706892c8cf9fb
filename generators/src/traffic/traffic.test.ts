import { describe, expect, it } from "vitest";
import { arrivals } from "./arrivals.js";
import type { Clock } from "@boomgate/platform/clock";
import { RandomSource } from "./random-source.js";

/** Its time passes only while somebody sleeps. */
class FakeClock implements Clock {
  constructor(public nowMs = 0) {}
  now = () => this.nowMs;
  sleep = async (ms: number) => {
    this.nowMs += ms;
  };
}

const anArrival = (clock: Clock, count: number, nextGapMs: () => number) =>
  arrivals({ ratePerSecond: 1, clock, count, nextGapMs, signal: new AbortController().signal });

describe("arrivals", () => {
  it("come at the rate, with gaps as a Poisson process has them", async () => {
    const clock = new FakeClock();
    const random = new RandomSource(7, "entry");
    const gaps: number[] = [];
    let last = 0;
    for await (const _ of anArrival(clock, 20_000, () => random.gapMs(50))) {
      gaps.push(clock.nowMs - last);
      last = clock.nowMs;
    }
    const mean = gaps.reduce((sum, gap) => sum + gap) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    // 20 ms at 50/s; the standard error of the mean is 0.14 ms. Exponential: deviation = mean.
    expect(Math.abs(mean - 20)).toBeLessThan(0.6);
    expect(Math.abs(Math.sqrt(variance) / mean - 1)).toBeLessThan(0.05);
  });

  it("make up for a late timer without drift", async () => {
    const clock = new FakeClock();
    let arrived = 0;
    for await (const _ of anArrival(clock, 100, () => 10)) {
      arrived += 1;
      if (arrived === 50) clock.nowMs += 300;
    }
    expect(clock.nowMs).toBe(1_000);
  });

  it("drop the time of a long standstill", async () => {
    const clock = new FakeClock();
    const arrivedAt: number[] = [];
    for await (const _ of anArrival(clock, 200, () => 10)) {
      arrivedAt.push(clock.nowMs);
      if (arrivedAt.length === 1) clock.nowMs = 60_000;
    }
    expect(arrivedAt.filter((ms) => ms === 60_000).length).toBeLessThanOrEqual(101);
  });
});

describe("the random source", () => {
  it("gives the same plates for the same seed and others for another stream", () => {
    const plates = (stream: "entry" | "exit") => {
      const random = new RandomSource(7, stream);
      return Array.from({ length: 5 }, () => random.plate("[A-Z]{2}[0-9]{3}[A-Z]{2}"));
    };
    expect(plates("entry")).toEqual(plates("entry"));
    expect(plates("entry")).not.toEqual(plates("exit"));
    for (const plate of plates("exit")) expect(plate).toMatch(/^[A-Z]{2}\d{3}[A-Z]{2}$/);
  });
});
