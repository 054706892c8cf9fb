import { describe, expect, it } from "vitest";
import { parseMetrics } from "@boomgate/platform/telemetry";
import { bucketsOf, quantileOf, since, sumOfBuckets } from "./histogram.js";

const text = `
latency_bucket{event_type="exit",le="0.1"} 50
latency_bucket{event_type="exit",le="0.2"} 90
latency_bucket{event_type="exit",le="+Inf"} 100
latency_bucket{event_type="entry",le="+Inf"} 7
latency_count{event_type="exit"} 100
`;
const buckets = bucketsOf(parseMetrics(text), "latency", { event_type: "exit" });

describe("a histogram", () => {
  it("is read by its labels", () => {
    expect([...buckets]).toEqual([
      [0.1, 50],
      [0.2, 90],
      [Infinity, 100],
    ]);
  });

  it("has quantiles, interpolated within a bucket, and none above the last bound", () => {
    expect(quantileOf(buckets, 0.25)).toBeCloseTo(0.05);
    expect(quantileOf(buckets, 0.7)).toBeCloseTo(0.15);
    expect(quantileOf(buckets, 0.99)).toBe(0.2);
    expect(quantileOf(new Map(), 0.5)).toBeUndefined();
  });

  it("has counts since another sample, also of a restarted process", () => {
    const more = new Map([...buckets].map(([bound, count]) => [bound, count + 10]));
    expect(since(buckets, more).get(0.1)).toBe(10);
    expect(since(more, buckets).get(0.1)).toBe(50);
    expect(since(undefined, buckets)).toBe(buckets);
    expect(sumOfBuckets([buckets, more]).get(Infinity)).toBe(210);
  });
});
