import {
  type EntryEvent,
  type EventReading,
  type ExitEvent,
  type NoPlateEvent,
  parseJsonBody,
  readEntryEvent,
  readExitEvent,
} from "@boomgate/contracts";
import type { HotCounter } from "@boomgate/platform/telemetry";
import type { EventProcessor } from "../processors/event-processors.js";
import type { Handler, Message, Middleware } from "@boomgate/pipeline";
import type { ReadKind } from "../domain/read.js";
import type { Outcome, Processed } from "../processors/processed.js";

/** What became of an event that is done with; a closed set, as it is a label. */
export type EventOutcome = Outcome | "no_plate";

/** What processing made of an event, or that there was no plate to process. */
interface Handled extends Omit<Processed, "outcome"> {
  readonly outcome: EventOutcome;
}

export type EventMessage = Message<ReadKind>;
type EventHandler = Handler<ReadKind, Handled>;
export type EventMiddleware = Middleware<ReadKind, Handled>;

const NO_PLATE: Promise<Handled> = Promise.resolve({ outcome: "no_plate", commits: [] });

/**
 * Bytes become an event here, once, and everything inside trusts that event. An event without a plate reaches
 * no processor.
 */
export function createHandler(
  entries: EventProcessor<EntryEvent>,
  exits: EventProcessor<ExitEvent>,
  reading: EventReading,
  { fieldsIgnored }: { readonly fieldsIgnored: HotCounter<"field"> },
): EventHandler {
  const count = ({ ignored }: EntryEvent | ExitEvent | NoPlateEvent) => {
    for (const field of ignored ?? []) fieldsIgnored.inc({ field });
  };
  // Not async: that is one promise less for each event, and who awaits the handler sees what it throws as well.
  return ({ eventType, delivery, trace }) => {
    const body = parseJsonBody(`${eventType} event`, delivery.body);
    if (eventType === "entry") {
      const entry = readEntryEvent(body, reading);
      if (entry.ignored) count(entry);
      return entry.kind === "no_plate" ? NO_PLATE : entries.process(entry, trace);
    }
    const exit = readExitEvent(body, reading);
    if (exit.ignored) count(exit);
    return exit.kind === "no_plate" ? NO_PLATE : exits.process(exit, trace);
  };
}
