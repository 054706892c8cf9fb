import { passedAt } from "@boomgate/contracts";
import type { CameraReading, Passage } from "@boomgate/cameras";

/** Moves all passages by the same time, so that the last one is now: what was recorded long ago would be too late. */
export function shifted(reading: CameraReading, nowMs: number): CameraReading {
  const latest = Math.max(...reading.passages.map((passage) => timeOf(passage).getTime()));
  const moved = (at: Date) => new Date(at.getTime() + nowMs - latest);
  return {
    ...reading,
    passages: reading.passages.map((passage) => ({
      ...passage,
      event: movedEvent(passage, moved),
    })),
  };
}

/** When the vehicle passed. */
export function timeOf({ event }: Passage): Date {
  if (event.kind === "no_plate") return event.at;
  return passedAt(event);
}

function movedEvent({ event }: Passage, moved: (at: Date) => Date): Passage["event"] {
  if (event.kind === "no_plate") return { ...event, at: moved(event.at) };
  return event.kind === "entry"
    ? { ...event, enteredAt: moved(event.enteredAt) }
    : { ...event, exitedAt: moved(event.exitedAt) };
}
