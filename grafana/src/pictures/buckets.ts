import type { RecordedPanel } from "./recording.js";

/** A histogram over time, one column for each step. */
export interface Buckets {
  readonly stepSeconds: number;
  /** End of each column, ms. */
  readonly times: number[];
  /** Upper bound of each row, the last infinite. */
  readonly bounds: readonly number[];
  /** By column and row. */
  readonly counts: readonly (readonly number[])[];
  readonly max: number;
}

/** Prometheus counts in each bucket what is in those below it, too: that is taken off, as Grafana does. */
export function bucketsOf({ answers, stepSeconds }: RecordedPanel): Buckets {
  const rows = answers
    .flatMap(({ series }) => series)
    .map(({ metric, values }) => ({
      bound: metric["le"] === "+Inf" ? Infinity : Number(metric["le"]),
      at: new Map(values.map(([seconds, text]) => [seconds * 1_000, Number(text)])),
    }))
    .toSorted((one, other) => one.bound - other.bound);
  const times = [...new Set(rows.flatMap(({ at }) => [...at.keys()]))].toSorted((a, b) => a - b);
  const counts = times.map((ms) =>
    rows.map(({ at }, row) => Math.max(0, (at.get(ms) ?? 0) - (rows[row - 1]?.at.get(ms) ?? 0))),
  );
  return {
    stepSeconds,
    times,
    counts,
    bounds: rows.map(({ bound }) => bound),
    max: Math.max(...counts.flat(), 1),
  };
}
