import type { Snapshot } from "./snapshot.js";

const MINUTE_MS = 60_000;
const KEEP_MINUTES = 25 * 60;
/** The label of all lots beyond the number that backends have labels for. */
const OTHER_LOTS = "other";

type InsideByLot = ReadonlyMap<string, number>;

/**
 * Cars inside, now and over the day, from `parking_lot_occupancy`. Each backend counts all open stays of the store, so
 * the highest count of a lot is used, and one backend that does not answer leaves no gap.
 */
export class Occupancy {
  private readonly byMinute = new Map<number, InsideByLot>();
  private newest: InsideByLot | undefined;

  /** Adds the counts of the backends at this instant. */
  add(atMs: number, snapshots: readonly Pick<Snapshot, "inside">[]): void {
    const counts = snapshots.flatMap(({ inside }) => inside ?? []);
    this.newest = counts.length === 0 ? undefined : highestOf(counts);
    if (this.newest === undefined) return;
    const minute = Math.floor(atMs / MINUTE_MS);
    this.byMinute.set(minute, this.newest);
    for (const each of this.byMinute.keys()) {
      if (each < minute - KEEP_MINUTES) this.byMinute.delete(each);
    }
  }

  /** @returns cars in one lot, or in all; `null` without any count */
  now(lot?: string): number | null {
    return this.newest === undefined ? null : insideOf(this.newest, lot);
  }

  /** The last count within these minutes. */
  within(fromMs: number, toMs: number, lot?: string): number | null {
    for (let minute = Math.ceil(toMs / MINUTE_MS) - 1; minute * MINUTE_MS >= fromMs; minute -= 1) {
      const inside = this.byMinute.get(minute);
      if (inside !== undefined) return insideOf(inside, lot);
    }
    return null;
  }
}

function highestOf(counts: readonly InsideByLot[]): InsideByLot {
  const highest = new Map<string, number>();
  for (const [lot, cars] of counts.flatMap((each) => [...each])) {
    highest.set(lot, Math.max(highest.get(lot) ?? 0, cars));
  }
  return highest;
}

function insideOf(inside: InsideByLot, lot: string | undefined): number | null {
  if (lot === undefined) return [...inside.values()].reduce((sum, cars) => sum + cars, 0);
  return inside.get(lot) ?? (inside.has(OTHER_LOTS) ? null : 0);
}
