import { EarliestFirst } from "../traffic/earliest-first.js";
import type { Chance } from "../traffic/chance.js";
import type { Lot } from "./scenario.js";

/** Which car is in which lot. A car whose lot is full takes the next one; when all are full, it does not park. */
export class FullLots {
  private readonly parked: ReadonlyMap<Lot, EarliestFirst<string>>;
  private readonly plates = new Set<string>();

  constructor(private readonly lots: readonly [Lot, ...Lot[]]) {
    this.parked = new Map(lots.map((lot) => [lot, new EarliestFirst<string>()]));
  }

  isParked(plate: string): boolean {
    return this.plates.has(plate);
  }

  /** Removes the cars that leave until this time. */
  passUntil(atMs: number): void {
    for (const cars of this.parked.values()) {
      while (cars.nextMs <= atMs) this.plates.delete(cars.take() ?? "");
    }
  }

  /** @param wanted - tried first. @returns `undefined` when every lot is full */
  find(wanted: Lot): Lot | undefined {
    const first = this.lots.indexOf(wanted);
    const inTurn = [...this.lots.slice(first), ...this.lots.slice(0, first)];
    return inTurn.find((lot) => (this.parked.get(lot)?.size ?? 0) < lot.capacity);
  }

  park(lot: Lot, plate: string, leavesMs: number): void {
    this.parked.get(lot)?.put(leavesMs, plate);
    this.plates.add(plate);
  }

  /** A random lot, weighted by the shares. */
  draw(chance: Chance): Lot {
    const total = this.lots.reduce((sum, { share }) => sum + share, 0);
    let left = chance.next() * total;
    return this.lots.find(({ share }) => (left -= share) < 0) ?? this.lots[0];
  }
}
