import type { TraceContext } from "@boomgate/platform/tracing";
import type { News, StayChange } from "../domain/news.js";
import type { Fate } from "../domain/pairing.js";

/** What processing made of an event; a closed set, as it is a label. */
export type Outcome = Fate | "repeated";

/** A stay the sink has committed because of an event; `repeated` when it had been told of it before. */
export interface Commit {
  readonly change: StayChange | "repeated";
  readonly durationSeconds?: News["durationSeconds"];
}

export interface Processed {
  readonly outcome: Outcome;
  readonly commits: readonly Commit[];
}

/**
 * Handles one event at a time and knows nothing of the broker. Resolves when the event is done with,
 * everything announced; throws when it is not, with an error that says what happens next.
 */
export interface EventProcessor<Event> {
  /** @param trace - of this work; nothing that is decided depends on it */
  process(event: Event, trace?: TraceContext): Promise<Processed>;
}
