/**
 * Whole seconds for Retry-After: at least as many as asked for, and up to as many again by chance, so that senders who
 * were refused together do not come back together.
 * @param random - 0 to 1
 */
export const retryAfterSeconds = (atLeast: number, random: () => number = Math.random): number =>
  Math.max(Math.ceil(atLeast * (1 + random())), 1);
