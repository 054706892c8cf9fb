import { Histogram } from "prom-client";
import { describe, expect, it } from "vitest";
import { latencyBucketsSeconds } from "./metrics.js";

const LATENCY_SECONDS = 0.005;
const QUANTILES = [0.5, 0.95, 0.99];
const OBSERVATIONS = 2_000;
/** How far latencies spread around 5 ms: none, then sigma of a log-normal distribution. */
const SPREADS = [0, 0.02, 0.05, 0.1, 0.2, 0.3];

/** Of a standard normal distribution, by bisection of its sum: 1e-6 is close enough here. */
function normalQuantile(p: number): number {
  let [low, high] = [-6, 6];
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (normalShareBelow(middle) < p) low = middle;
    else high = middle;
  }
  return low;
}

/** Abramowitz and Stegun 26.2.17. */
function normalShareBelow(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const series =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return x >= 0 ? 1 - tail : tail;
}

const latenciesOf = (spread: number): readonly number[] =>
  Array.from({ length: OBSERVATIONS }, (_, index) => {
    const z = normalQuantile((index + 0.5) / OBSERVATIONS);
    return LATENCY_SECONDS * Math.exp(spread * z);
  });

/** As Prometheus' histogram_quantile: even within a bucket. */
function estimate(edges: readonly number[], latencies: readonly number[], q: number): number {
  const rank = q * latencies.length;
  let [lower, below] = [0, 0];
  for (const edge of edges) {
    const count = latencies.filter((latency) => latency <= edge).length;
    if (count >= rank) return lower + ((edge - lower) * (rank - below)) / (count - below);
    [lower, below] = [edge, count];
  }
  return lower;
}

/** The worst share by which a quantile of latencies around 5 ms is misjudged, for each spread. */
const misjudged = (edges: readonly number[]): readonly number[] =>
  SPREADS.map((spread) => {
    const latencies = latenciesOf(spread);
    const shares = QUANTILES.map((q) => {
      const truth = latencies[Math.ceil(q * latencies.length) - 1] ?? Number.NaN;
      return Math.abs(estimate(edges, latencies, q) / truth - 1);
    });
    return Math.max(...shares);
  });

const { upperBounds: defaultEdges } = new Histogram({
  name: "defaults",
  help: "To have the library's own edges.",
  registers: [],
}) as unknown as { readonly upperBounds: readonly number[] };

describe("the edges of latency histograms", () => {
  it("are 18, rise from 0.1 ms to 5 s, and hold both objectives", () => {
    expect(latencyBucketsSeconds).toEqual(
      [...new Set(latencyBucketsSeconds)].toSorted((a, b) => a - b),
    );
    expect(latencyBucketsSeconds).toHaveLength(18);
    expect([latencyBucketsSeconds[0], latencyBucketsSeconds.at(-1)]).toEqual([0.0001, 5]);
    expect(latencyBucketsSeconds).toContain(0.05);
  });

  it("misjudge latencies around 5 ms by at most 14 %", () => {
    expect(Math.max(...misjudged(latencyBucketsSeconds))).toBeLessThanOrEqual(0.14);
  });

  it("are needed: the library's own misjudge them by half and more", () => {
    expect(Math.max(...misjudged(defaultEdges))).toBeGreaterThan(0.46);
  });
});
