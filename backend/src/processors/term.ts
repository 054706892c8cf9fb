/** What something was concluded from: how the store was called, and when it was asked. */
export interface Term {
  readonly epoch: string;
  /** Ms since 1970, before the store was asked. */
  readonly sinceMs: number;
}

/**
 * How long a conclusion may be told without asking the store again whether it is still the same one. A
 * rebuild waits longer, so that it finds in the sink all that was concluded before.
 */
export const TERM_MS = 2_000;
