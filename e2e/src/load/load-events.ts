import type { EntryEvent, ExitEvent } from "@boomgate/contracts";

/** So many cars are inside before the first leaves. */
const CARS_INSIDE = 100;

/**
 * Cars that come once and leave: every other event is an exit that closes a stay, from the moment enough
 * cars are inside.
 * @param index - of the event, from 0
 */
export function loadEvent(index: number, now: Date): EntryEvent | ExitEvent {
  const round = Math.floor(index / 2);
  const isExit = index % 2 === 1 && round >= CARS_INSIDE;
  // Until then, what would be exits are entries of cars that stay.
  const name = isExit ? `${round - CARS_INSIDE}` : index % 2 === 0 ? `${round}` : `S${round}`;
  const common = { plate: `L${name}`, lotId: "load" };
  return isExit
    ? { kind: "exit", id: `x${name}`, ...common, exitedAt: now }
    : { kind: "entry", id: `e${name}`, ...common, enteredAt: now };
}

/** Stays that so many events make. */
export const staysOf = (events: number): number =>
  Math.max(0, Math.floor(events / 2) - CARS_INSIDE);
