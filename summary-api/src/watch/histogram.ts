/** Cumulative counts by upper bound, as in the metrics of Prometheus. */
export type Histogram = ReadonlyMap<number, number>;

/** The increase between two scrapes of one process; all counts of the second if the process was restarted in between. */
export function added(after: Histogram, before: Histogram): Histogram {
  const isRestarted = (after.get(Infinity) ?? 0) < (before.get(Infinity) ?? 0);
  if (isRestarted) return after;
  return new Map([...after].map(([bound, count]) => [bound, count - (before.get(bound) ?? 0)]));
}

/** The sum of histograms with the same bounds. */
export function merged(histograms: readonly Histogram[]): Histogram {
  const all = new Map<number, number>();
  for (const histogram of histograms) {
    for (const [bound, count] of histogram) all.set(bound, (all.get(bound) ?? 0) + count);
  }
  return all;
}

/**
 * Like histogram_quantile of Prometheus: linear within a bucket; the highest finite bound for larger values.
 * @returns `undefined` when nothing was counted
 */
export function quantile(histogram: Histogram, share: number): number | undefined {
  const buckets = [...histogram].toSorted(([a], [b]) => a - b);
  const total = buckets.at(-1)?.[1] ?? 0;
  if (total <= 0) return undefined;
  const rank = share * total;
  let [lower, below] = [0, 0];
  for (const [bound, count] of buckets) {
    if (count >= rank && count > below) {
      if (bound === Infinity) return lower;
      return lower + ((bound - lower) * (rank - below)) / (count - below);
    }
    [lower, below] = [bound === Infinity ? lower : bound, count];
  }
  return lower;
}
