import type { EntryEvent, ExitEvent } from "@boomgate/contracts";

export interface PublishedEvent {
  readonly event: EntryEvent | ExitEvent;
  /** Ms since 1970 by the publisher's clock; undefined when the message does not say. */
  readonly publishedAtMs: number | undefined;
  /** Of a parked event: a later delivery of it was accepted. */
  readonly isAccepted?: boolean;
}

export interface TrailRead {
  /**
   * When older events were deleted: the time of publishing of the oldest one left, ms since 1970. Undefined
   * when the trail still has its first event.
   */
  readonly completeSinceMs: number | undefined;
}

/** A log of events, as far back as it is kept. */
export interface EventTrail {
  /**
   * Reads the events in the order of their publishing; messages that break the contract are left out. Can be
   * called again.
   */
  read(onEvent: (published: PublishedEvent) => void): Promise<TrailRead>;
}
