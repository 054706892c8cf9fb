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
import { ElementDelivery, type Handler, type Message, type Middleware } from "@boomgate/pipeline";
import type { Delivery } from "@boomgate/platform/messaging";
import type { ReadKind } from "../domain/read.js";
import type { OutcomePublisher } from "../processors/outcome-publisher.js";
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

const NO_PLATE: Handled = { outcome: "no_plate", commits: [] };

/**
 * Bytes become an event here, once, and everything inside trusts that event. An event without a plate reaches
 * no processor.
 */
export function createHandler(
  entries: EventProcessor<EntryEvent>,
  exits: EventProcessor<ExitEvent>,
  reading: EventReading,
  { fieldsIgnored }: { readonly fieldsIgnored: HotCounter<"field"> },
  outcomes: Pick<OutcomePublisher, "publishOne">,
): EventHandler {
  const withoutPlate = async (kind: ReadKind, { id, at, lotId, gateId }: NoPlateEvent) => {
    const fate = "no_plate";
    await outcomes.publishOne({ kind, lotId, plate: "", id, at, fate, revision: 0, gateId });
    return NO_PLATE;
  };
  const count = ({ ignored }: EntryEvent | ExitEvent | NoPlateEvent) => {
    for (const field of ignored ?? []) fieldsIgnored.inc({ field });
  };
  // Not async: that is one promise less for each event, and who awaits the handler sees what it throws as well.
  return ({ eventType, delivery, trace }) => {
    const body = parsedBodyOf(eventType, delivery);
    if (eventType === "entry") {
      const entry = readEntryEvent(body, reading);
      if (entry.ignored) count(entry);
      return entry.kind === "no_plate"
        ? withoutPlate("entry", entry)
        : entries.process(entry, trace);
    }
    const exit = readExitEvent(body, reading);
    if (exit.ignored) count(exit);
    return exit.kind === "no_plate" ? withoutPlate("exit", exit) : exits.process(exit, trace);
  };
}

/** Of an event of an array it was parsed with the array. @throws {ContractError} */
export const parsedBodyOf = (eventType: ReadKind, delivery: Delivery): unknown =>
  delivery instanceof ElementDelivery
    ? delivery.parsed
    : parseJsonBody(`${eventType} event`, delivery.body);
