/** Upper bounds of the bars, from a drop-off to a day. */
export const DURATION_BOUNDS_SECONDS: readonly number[] = [
  30,
  120,
  300,
  900,
  1_800,
  3_600,
  2 * 3_600,
  4 * 3_600,
  8 * 3_600,
  24 * 3_600,
];

/** @returns the index of the bar; the last one has no upper bound */
export function durationBucketOf(seconds: number): number {
  const index = DURATION_BOUNDS_SECONDS.findIndex((bound) => seconds < bound);
  return index === -1 ? DURATION_BOUNDS_SECONDS.length : index;
}
