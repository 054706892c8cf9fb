import { type Floor, floorAt, type StoredFloor } from "@boomgate/contracts";

/**
 * The floor of a store at any time after it was read, without reading again: what a backend saves meanwhile raises
 * the floor a horizon later at the earliest.
 */
export class KnownFloor {
  private current: Floor;

  /** @param storeNowMs - the clock of the store, ms since 1970 */
  constructor(
    private readonly stored: StoredFloor,
    private readonly storeNowMs: () => number,
  ) {
    this.current = floorAt(stored, storeNowMs());
  }

  /** @returns the floor, when the instant is at or before the floor now; both in ms since 1970 */
  over(atMs: number): number | undefined {
    const nowMs = this.storeNowMs();
    if (nowMs >= this.current.untilMs) this.current = floorAt(this.stored, nowMs);
    const { floorMs } = this.current;
    return floorMs !== undefined && atMs <= floorMs ? floorMs : undefined;
  }
}

/** The end of a sentence that begins with what is too late. */
export const atOrBefore = (floorMs: number): string =>
  `lies at or before ${new Date(floorMs).toISOString()}, the floor of the store: backends park events of that time as TOO_LATE, unless they have processed them before`;
