import type { EntryEvent, ExitEvent } from "@boomgate/contracts";

export interface PublishedEvent {
  readonly event: EntryEvent | ExitEvent;
  /** Ms since 1970 by the publisher's clock; undefined when it did not say. */
  readonly publishedAtMs: number | undefined;
}

/** Every event that was published, processed or not, as far back as it is kept. */
export interface EventTrail {
  /** In the order of their publishing; what breaks the contract is left out. Can be read again. */
  read(onEvent: (published: PublishedEvent) => void): Promise<void>;
}
