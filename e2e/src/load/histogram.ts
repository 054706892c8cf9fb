import type { Sample } from "@boomgate/platform/telemetry";

/** Cumulative counts by the upper bound of the bucket, as in Prometheus. */
export type Buckets = ReadonlyMap<number, number>;

/** Sum over all series of a histogram that have these labels. */
export function bucketsOf(
  samples: readonly Sample[],
  name: string,
  labels: Readonly<Record<string, string>>,
): Buckets {
  const buckets = new Map<number, number>();
  for (const sample of samples) {
    if (sample.name !== `${name}_bucket`) continue;
    if (Object.entries(labels).some(([key, value]) => sample.labels[key] !== value)) continue;
    const bound = sample.labels["le"] === "+Inf" ? Infinity : Number(sample.labels["le"]);
    buckets.set(bound, (buckets.get(bound) ?? 0) + sample.value);
  }
  return buckets;
}

/** Counts since `before`; a restarted process counts from 0. */
export function since(before: Buckets | undefined, now: Buckets): Buckets {
  const hasRestarted = (now.get(Infinity) ?? 0) < (before?.get(Infinity) ?? 0);
  if (before === undefined || hasRestarted) return now;
  return new Map([...now].map(([bound, count]) => [bound, count - (before.get(bound) ?? 0)]));
}

export function sumOfBuckets(all: readonly Buckets[]): Buckets {
  const sum = new Map<number, number>();
  for (const buckets of all) {
    for (const [bound, count] of buckets) sum.set(bound, (sum.get(bound) ?? 0) + count);
  }
  return sum;
}

/** As `histogram_quantile`: interpolates within a bucket. `undefined` without observations. */
export function quantileOf(buckets: Buckets, quantile: number): number | undefined {
  const sorted = [...buckets].toSorted(([a], [b]) => a - b);
  const wanted = (sorted.at(-1)?.[1] ?? 0) * quantile;
  if (wanted === 0) return undefined;
  let lower = 0;
  let below = 0;
  for (const [bound, count] of sorted) {
    if (count >= wanted) {
      if (bound === Infinity) return lower;
      return lower + ((bound - lower) * (wanted - below)) / (count - below);
    }
    lower = bound;
    below = count;
  }
  return lower;
}
