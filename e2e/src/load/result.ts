import type { LoadSample } from "./sample.js";

/** The result of a load. */
export interface LoadResult {
  readonly samples: readonly LoadSample[];
  readonly confirmed: number;
  readonly nacked: number;
  /** Stays of the confirmed events. */
  readonly expectedStays: number;
  /** Closed stays that the sink holds. */
  readonly foundStays: number;
  readonly parked: number;
  /** From the last confirm until every event was settled. */
  readonly drainSeconds: number;
  readonly outage: Outage | undefined;
  readonly limit: string;
}

/** When no backend ran, in seconds of the run. */
export interface Outage {
  readonly fromSecond: number;
  readonly toSecond: number;
}

export const isLossless = ({ expectedStays, foundStays, parked }: LoadResult): boolean =>
  expectedStays === foundStays && parked === 0;

/** Names and values for the terminal. */
export function factsOf(result: LoadResult): readonly (readonly [name: string, value: string])[] {
  const { samples, outage } = result;
  const loaded = samples.filter(({ wanted }) => wanted > 0);
  const planned = loaded.reduce((sum, { wanted }) => sum + wanted, 0) / (loaded.length || 1);
  const confirmed = loaded.reduce((sum, one) => sum + one.confirmedPerSecond, 0);
  const worst = (pick: (sample: LoadSample) => number | undefined) =>
    Math.max(...samples.map((sample) => pick(sample) ?? 0));
  return [
    ["planned events per second, mean", planned.toFixed(0)],
    ["confirmed events per second, mean", (confirmed / (loaded.length || 1)).toFixed(0)],
    ["events confirmed", String(result.confirmed)],
    ["published again after a nack or a lost connection", String(result.nacked)],
    ["seconds in which the broker blocked", String(samples.filter((one) => one.isBlocked).length)],
    ["stays expected", String(result.expectedStays)],
    ["stays in the sink", String(result.foundStays)],
    ["lost", String(result.expectedStays - result.foundStays)],
    ["parked", String(result.parked)],
    ["highest backlog", String(worst(({ backlog }) => backlog))],
    ["drained after the last event in", `${result.drainSeconds.toFixed(1)} s`],
    ["latency p50, median second", ms(median(loaded.map(({ p50 }) => p50)))],
    ["latency p95, median second", ms(median(loaded.map(({ p95 }) => p95)))],
    ["latency p99, median second", ms(median(loaded.map(({ p99 }) => p99)))],
    ["latency p99, worst second", ms(worst(({ p99 }) => p99))],
    ...(outage ? [["backlog of the outage drained in", catchUp(samples, outage)] as const] : []),
  ];
}

/** The first second after the outage in which the backlog was less than a second's events. */
const caughtUp = (samples: readonly LoadSample[], { toSecond }: Outage): LoadSample | undefined =>
  samples.find(
    ({ second, backlog, confirmedPerSecond }) =>
      second >= toSecond && backlog <= confirmedPerSecond,
  );

function catchUp(samples: readonly LoadSample[], outage: Outage): string {
  const done = caughtUp(samples, outage);
  if (!done) return "not before the end of the load";
  return `${(done.second - outage.toSecond).toFixed(1)} s`;
}

/** Samples outside of the outage and of the time to catch up. */
export function undisturbed(
  samples: readonly LoadSample[],
  outage: Outage | undefined,
): readonly LoadSample[] {
  if (!outage) return samples;
  const againSecond = caughtUp(samples, outage)?.second ?? Infinity;
  return samples.filter(({ second }) => second < outage.fromSecond || second > againSecond);
}

function median(values: readonly (number | undefined)[]): number {
  const known = values.filter((value) => value !== undefined).toSorted((a, b) => a - b);
  return known[Math.floor(known.length / 2)] ?? 0;
}

const ms = (seconds: number): string => `${(seconds * 1_000).toFixed(1)} ms`;
