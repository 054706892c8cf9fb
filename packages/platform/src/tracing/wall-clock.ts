const MOST_DRIFT_MS = 2;

let originMs = performance.timeOrigin;

/**
 * Ms since 1970 with fractions: as fine as `performance.now()`, and near `Date.now()` also after the
 * system's clock was set.
 * @param monotonicMs - a `performance.now()` of the past; now when left out
 */
export function wallMs(monotonicMs: number = performance.now()): number {
  const driftMs = Date.now() - (originMs + performance.now());
  if (Math.abs(driftMs) > MOST_DRIFT_MS) originMs += driftMs;
  return originMs + monotonicMs;
}
