/** Which store a history was loaded from, and when: what was concluded from it is true of that store only. */
export interface LoadedFrom {
  /** Name of the store's epoch. */
  readonly epoch: string;
  /** Ms since 1970, before the store was asked. */
  readonly sinceMs: number;
}

/**
 * How long after the load a summary may be posted without asking the store again whether its epoch is still the same.
 * A rebuild waits longer than this, so that it finds in the sink all that was concluded before.
 */
export const POSTED_UNCHECKED_MS = 2_000;
