import type { EntryEvent, ExitEvent } from "@boomgate/contracts";

/** Cars inside before the first leaves. */
const CARS_INSIDE = 100;

/**
 * Each car comes once. As soon as enough cars are inside, every other event is an exit that closes a stay.
 * @param index - of the event, from 0
 */
export function loadEvent(index: number, now: Date): EntryEvent | ExitEvent {
  const round = Math.floor(index / 2);
  const isExit = index % 2 === 1 && round >= CARS_INSIDE;
  // Before that, entries of cars that stay take the place of exits.
  const name = isExit ? `${round - CARS_INSIDE}` : index % 2 === 0 ? `${round}` : `S${round}`;
  const common = { plate: `L${name}`, lotId: "load" };
  return isExit
    ? { kind: "exit", id: `x${name}`, ...common, exitedAt: now }
    : { kind: "entry", id: `e${name}`, ...common, enteredAt: now };
}

/** How many stays the first `events` events close. */
export const staysOf = (events: number): number =>
  Math.max(0, Math.floor(events / 2) - CARS_INSIDE);
