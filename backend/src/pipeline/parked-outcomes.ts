import {
  type EntryEvent,
  type EventReading,
  type ExitEvent,
  readEntryEvent,
  readExitEvent,
  passedAt,
} from "@boomgate/contracts";
import type { ParkingLot } from "@boomgate/pipeline";
import type { Clock } from "@boomgate/platform/clock";
import { codeOf } from "@boomgate/platform/errors";
import { type EventMessage, parsedBodyOf } from "./handler.js";
import type { OutcomePublisher } from "../processors/outcome-publisher.js";

export interface ParkedOutcomesParts {
  readonly reading: EventReading;
  readonly clock: Clock;
}

/** A parking lot that also publishes what it parked, where the message can be read as an event. */
export function withParkedOutcomes(
  parkingLot: Pick<ParkingLot, "park" | "accepted">,
  outcomes: Pick<OutcomePublisher, "isOn" | "publishOne">,
  { reading, clock }: ParkedOutcomesParts,
): Pick<ParkingLot, "park" | "accepted"> {
  return {
    accepted: (message) => parkingLot.accepted(message),
    park: async (message, cause) => {
      const event = outcomes.isOn ? eventOf(message as EventMessage, reading) : undefined;
      // Before it is parked: a crash in between brings the event again, and a parked event that the ledger does not know
      // would stay unknown when it is accepted then.
      if (event) {
        const parkedAt = new Date(clock.now());
        await outcomes.publishOne({ ...identityOf(event), parkedCode: codeOf(cause), parkedAt });
      }
      await parkingLot.park(message, cause);
    },
  };
}

/** Undefined: the message has no identity by which anybody could find it. */
function eventOf(
  { eventType, delivery, broken }: EventMessage,
  reading: EventReading,
): EntryEvent | ExitEvent | undefined {
  if (broken !== undefined) return undefined;
  try {
    const body = parsedBodyOf(eventType, delivery);
    const read = eventType === "exit" ? readExitEvent : readEntryEvent;
    const event = read(body, reading);
    return event.kind === "no_plate" ? undefined : event;
  } catch {
    return undefined;
  }
}

const identityOf = (event: EntryEvent | ExitEvent) => ({
  kind: event.kind,
  lotId: event.lotId,
  plate: event.plate,
  id: event.id,
  at: passedAt(event),
  plateRead: event.plateRead,
  gateId: event.gateId,
  confidence: event.confidence,
  candidates: event.candidates,
});
