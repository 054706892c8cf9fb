import type { EntryEvent, ExitEvent } from "@boomgate/contracts";

/** An event that was judged good, on its way to the broker. */
export interface AcceptedEvent {
  readonly event: EntryEvent | ExitEvent;
  /** Ms since 1970 at which it came. */
  readonly acceptedMs: number;
  /** W3C trace context of the request that brought it. */
  readonly traceparent: string;
}

/** Hands events to the broker. */
export interface EventPublisher {
  /**
   * Resolves once the broker has the event. A rejection means that the broker may or may not have it. All events of a
   * request are published before the first confirm is awaited, so an implementation may pack them.
   */
  publish(event: AcceptedEvent): Promise<void>;
}
