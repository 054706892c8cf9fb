import { Chance } from "../traffic/chance.js";
import type { Noise } from "./noise.js";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SHORTEST_OUTAGE_MS = 2 * 60_000;
const LONGEST_OUTAGE_MS = 15 * 60_000;
/** After an outage a gate sends within this time what it kept, in no order. */
const CATCH_UP_MS = 30_000;

/** The camera of one gate: its clock, its network, the hours in which it reads nothing. */
export class Gate {
  private readonly offsetMs: number;
  private readonly driftPerMs: number;

  constructor(
    private readonly id: string,
    private readonly noise: Noise,
    private readonly seed: number,
    /** Start of the run: hours count from it, so that a seed gives the same faults in any week. */
    private readonly startMs: number,
  ) {
    const chance = new Chance(seed, "clock", id);
    this.offsetMs = chance.normal() * noise.clockSeconds * 1_000;
    this.driftPerMs = (chance.normal() * noise.driftPpm) / 1_000_000;
  }

  /** What the clock of the gate shows; it is set at midnight. */
  stampOf(atMs: number): number {
    return atMs + Math.round(this.offsetMs + this.driftPerMs * (atMs % DAY_MS));
  }

  isSilent(atMs: number): boolean {
    if (this.noise.silent === 0) return false;
    return this.chanceOfHour("silent", atMs).happens(this.noise.silent);
  }

  /** When a read of this time is published, and whether a network outage delayed it. */
  sentMs(atMs: number, chance: Chance): { readonly dueMs: number; readonly isLate: boolean } {
    const dueMs = atMs + Math.ceil(chance.next() * this.noise.delaySeconds * 1_000);
    const backMs = this.outageAt(dueMs);
    if (backMs === undefined) return { dueMs, isLate: false };
    return { dueMs: backMs + Math.ceil(chance.next() * CATCH_UP_MS), isLate: true };
  }

  /** @returns when the network is back; `undefined` when it is up at this time */
  private outageAt(atMs: number): number | undefined {
    if (this.noise.outage === 0) return undefined;
    const chance = this.chanceOfHour("outage", atMs);
    if (!chance.happens(this.noise.outage)) return undefined;
    const lastsMs = Math.ceil(chance.between(SHORTEST_OUTAGE_MS, LONGEST_OUTAGE_MS));
    const intoHourMs = Math.floor(chance.next() * (HOUR_MS - lastsMs));
    const beginsMs = this.startMs + this.hourOf(atMs) * HOUR_MS + intoHourMs;
    const isAway = atMs >= beginsMs && atMs < beginsMs + lastsMs;
    return isAway ? beginsMs + lastsMs : undefined;
  }

  private chanceOfHour(what: string, atMs: number): Chance {
    return new Chance(this.seed, what, this.id, this.hourOf(atMs));
  }

  private hourOf(atMs: number): number {
    return Math.floor((atMs - this.startMs) / HOUR_MS);
  }
}
