import { expect, it } from "vitest";
import { BOOMGATE, CEILING_NAME, ONE_AT_A_TIME_NAME, TWO_BACKENDS_NAME } from "../row-names.js";
import { marksOf } from "./marks.js";

const cpu = { consumer: 4, broker: 5, redis: 1, sink: 1, database: 1 };
const line = (row: string, eventsPerSecond: number, matching = 100) => ({
  row,
  matching,
  rounds: [{ eventsPerSecond, entriesPerSecond: 1, exitsPerSecond: 1, cpu, peakMegabytes: 100 }],
});
const waits = (row: string, eventType: "entry" | "exit", endToEnd: readonly number[]) => ({
  row,
  perSecond: 500,
  eventType,
  waits: { processing: [1], endToEnd },
});
const growthLine = {
  events: 1_000_000,
  plates: 500_000,
  eventsPerSecond: 1,
  cpu,
  peakMegabytes: 201,
  redisBytesPerPlate: 1,
  redisBytesPerClosedStay: 1,
};
const tables = {
  throughput: [
    line(CEILING_NAME, 30_000),
    line(BOOMGATE, 15_000),
    line(TWO_BACKENDS_NAME, 24_000),
    line(ONE_AT_A_TIME_NAME, 300),
    line("slow framework", 1_000),
    line("fast framework", 6_000),
    line("fast framework", 90_000, 20),
  ],
  latency: [
    waits(BOOMGATE, "entry", [2]),
    waits(BOOMGATE, "exit", [9]),
    waits(ONE_AT_A_TIME_NAME, "entry", [3]),
    waits(ONE_AT_A_TIME_NAME, "exit", [8]),
  ],
  growth: [growthLine],
};
const reachedOf = (aim: RegExp, of: Parameters<typeof marksOf>[0] = tables) =>
  marksOf(of, 4).find((mark) => aim.test(mark.aim));

it("compares one backend with the ceiling, the usual design and the best framework", () => {
  expect(reachedOf(/ceiling/)).toMatchObject({ reached: "0.500", isReached: false });
  expect(reachedOf(/15 times/)).toMatchObject({ reached: "50.0 times", isReached: true });
  expect(reachedOf(/framework/)).toMatchObject({
    reached: "2.5 times fast framework",
    isReached: false,
  });
  expect(reachedOf(/CPU/)).toMatchObject({ reached: "4.0", isReached: true });
});

it("prints how many cores two backends and their services used", () => {
  expect(reachedOf(/two backends/)).toEqual({
    aim: "two backends 1.6 times one",
    reached: "1.60 times; all their processes kept 2.9 of 4 cores busy",
    isReached: true,
  });
});

it("names each percentile that is worse", () => {
  const mark = reachedOf(/publishing to ack/);
  expect(mark?.isReached).toBe(false);
  expect(mark?.reached).toMatch(/^4 of 8: p50 of exit 9\.0 ms, theirs 8\.0; /);
  expect(reachedOf(/percentile.*delivery/)).toMatchObject({ reached: "none of 8 is" });
});

it("uses the memory of the longest run", () => {
  expect(reachedOf(/memory/)).toMatchObject({
    reached: "201 MB over 1,000,000 events",
    isReached: false,
  });
});

it("does not count as reached what was not measured", () => {
  for (const mark of marksOf({}, 4)) {
    expect(mark).toMatchObject({ reached: undefined, isReached: false });
  }
});
