import { type Floor, floorAt, type StoredFloor } from "@boomgate/contracts";

/**
 * The floor of a store at each moment after it was read, without asking again: what is saved meanwhile is
 * due a horizon later at the earliest.
 */
export class KnownFloor {
  private current: Floor;

  /** @param storeNowMs - by the clock of the store, ms since 1970 */
  constructor(
    private readonly stored: StoredFloor,
    private readonly storeNowMs: () => number,
  ) {
    this.current = floorAt(stored, storeNowMs());
  }

  /** @returns the floor at or before which the instant lies now, both in ms since 1970 */
  over(atMs: number): number | undefined {
    const nowMs = this.storeNowMs();
    if (nowMs >= this.current.untilMs) this.current = floorAt(this.stored, nowMs);
    const { floorMs } = this.current;
    return floorMs !== undefined && atMs <= floorMs ? floorMs : undefined;
  }
}

/** What follows the name of something that lies there. */
export const atOrBefore = (floorMs: number): string =>
  `lies at or before ${new Date(floorMs).toISOString()}, the floor of the store: backends park as TOO_LATE what they do not know from then`;
