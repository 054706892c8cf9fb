import {
  decodeEntryEvent,
  decodeExitEvent,
  type EntryEvent,
  type ExitEvent,
} from "@boomgate/contracts";
import type { EventProcessor } from "../processors/event-processor.js";
import type { Handler } from "./handler.js";

/** The border: bytes become an event here, once, and everything inside trusts it. */
export function processWith(
  entries: EventProcessor<EntryEvent>,
  exits: EventProcessor<ExitEvent>,
): Handler {
  // Not async: a promise less for each event, and whoever awaits it sees what is thrown as well.
  return ({ eventType, delivery, trace }) =>
    eventType === "entry"
      ? entries.process(decodeEntryEvent(delivery.body), trace)
      : exits.process(decodeExitEvent(delivery.body), trace);
}
