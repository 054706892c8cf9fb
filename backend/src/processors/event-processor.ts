import type { TraceContext } from "@boomgate/platform/tracing";
import type { Fate } from "../domain/pairing.js";

/** What processing made of an event; a closed set, as it is a label. */
export type Outcome = Fate | "repeated";

/**
 * Handles one event at a time and knows nothing of the broker. Resolves when the event is done with,
 * everything announced; throws when it is not, with an error that says what happens next.
 */
export interface EventProcessor<Event> {
  /** @param trace - of this work; nothing that is decided depends on it */
  process(event: Event, trace?: TraceContext): Promise<Outcome>;
}
