import type { EntryEvent, ExitEvent } from "@boomgate/contracts";

export interface PublishedEvent {
  readonly event: EntryEvent | ExitEvent;
  /** Ms since 1970 by the publisher's clock; undefined when it did not say. */
  readonly publishedAtMs: number | undefined;
  /** Says, among parked events, that it was accepted after all. */
  readonly isAccepted?: boolean;
}

export interface TrailRead {
  /**
   * When the oldest event that is left was published, ms since 1970, when older ones are gone; undefined
   * when it reaches back to the first event there ever was.
   */
  readonly completeSinceMs: number | undefined;
}

/** A log of events, as far back as it is kept. */
export interface EventTrail {
  /** In the order of their publishing; what breaks the contract is left out. Can be read again. */
  read(onEvent: (published: PublishedEvent) => void): Promise<TrailRead>;
}
