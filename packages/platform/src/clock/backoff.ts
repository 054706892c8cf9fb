export interface BackoffOptions {
  /** The pause after the first failure. */
  readonly firstMs?: number;
  readonly longestMs?: number;
  /** 0 to 1; a parameter for runs that have to be repeatable. */
  readonly random?: () => number;
}

/**
 * The pause before another attempt: twice as long after each failure, up to a limit. Up to half of it is chance, so
 * that many processes which lost the same dependency do not all come back at once.
 * @param failures - in a row before the last one: 0 after the first
 */
export function backoffMs(
  failures: number,
  { firstMs = 100, longestMs = 5_000, random = Math.random }: BackoffOptions = {},
): number {
  const fullMs = Math.min(firstMs * 2 ** failures, longestMs);
  return fullMs * (0.5 + random() / 2);
}
