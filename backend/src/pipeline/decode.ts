import {
  type EntryEvent,
  type EventReading,
  type ExitEvent,
  type NoPlateEvent,
  parseJsonBody,
  readEntryEvent,
  readExitEvent,
} from "@boomgate/contracts";
import type { EventProcessor } from "../processors/event-processors.js";
import type { EventHandler, Handled } from "./handler.js";
import type { PipelineMetrics } from "./pipeline-metrics.js";

const NO_PLATE: Promise<Handled> = Promise.resolve({ outcome: "no_plate", commits: [] });

/**
 * The border: bytes become an event here, once, and everything inside trusts it. An event without a plate is
 * done with: no processor sees it.
 */
export function processWith(
  entries: EventProcessor<EntryEvent>,
  exits: EventProcessor<ExitEvent>,
  reading: EventReading,
  { fieldsIgnored }: Pick<PipelineMetrics, "fieldsIgnored">,
): EventHandler {
  const count = ({ ignored }: EntryEvent | ExitEvent | NoPlateEvent) => {
    for (const field of ignored ?? []) fieldsIgnored.inc({ field });
  };
  // Not async: a promise less for each event, and whoever awaits it sees what is thrown as well.
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
