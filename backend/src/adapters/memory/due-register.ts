import type { Lifetimes } from "../../domain/lifetime.js";
import type { HistoryChange } from "../../ports/plate-history-store.js";

/**
 * When reads are due to be forgotten: for each due time the latest instant that can matter until then. Once the
 * due time has come, that instant is the floor. The scripts of Redis do the same.
 */
export class DueRegister {
  floorMs = Number.NEGATIVE_INFINITY;
  private readonly untilByDue = new Map<number, number>();
  private nextDueMs = Number.POSITIVE_INFINITY;

  constructor(private readonly lifetimes: Lifetimes) {}

  /** Raises the floor by the due times that have come. */
  advance(nowMs: number): void {
    if (nowMs < this.nextDueMs) return;
    this.nextDueMs = Number.POSITIVE_INFINITY;
    for (const [dueMs, untilMs] of this.untilByDue) {
      if (dueMs <= nowMs) {
        this.raise(untilMs);
        this.untilByDue.delete(dueMs);
      } else this.nextDueMs = Math.min(this.nextDueMs, dueMs);
    }
  }

  /** Due times that have not come, each with the latest instant that matters until then; ms since 1970. */
  get entries(): readonly (readonly [dueMs: number, untilMs: number])[] {
    return [...this.untilByDue];
  }

  /** @param entries - of another register */
  restore(entries: DueRegister["entries"]): void {
    for (const [dueMs, untilMs] of entries) this.put(dueMs, untilMs);
  }

  /** @param oldestNewMs - event time of the oldest read that is to be saved */
  isBelowFloor(oldestNewMs: number | undefined): boolean {
    return oldestNewMs !== undefined && oldestNewMs <= this.floorMs;
  }

  raise(toMs: number): void {
    this.floorMs = Math.max(this.floorMs, toMs);
  }

  /** @returns when the document may be forgotten, if nothing was saved of it before */
  enter({ mattersUntilMs, openUntilMs }: Untils, nowMs: number): number {
    const { afterSaveMs, afterSaveOpenMs } = this.lifetimes;
    const dueMs = this.slotAfter(nowMs + afterSaveMs);
    this.put(dueMs, mattersUntilMs);
    if (openUntilMs === undefined) return dueMs;
    const openDueMs = Math.max(dueMs, this.slotAfter(nowMs + afterSaveOpenMs));
    this.put(openDueMs, openUntilMs);
    return openDueMs;
  }

  /** The first boundary strictly after it. */
  private slotAfter(ms: number): number {
    const { slotMs } = this.lifetimes;
    return Math.floor(ms / slotMs) * slotMs + slotMs;
  }

  private put(dueMs: number, untilMs: number | undefined): void {
    if (untilMs === undefined) return;
    this.untilByDue.set(dueMs, Math.max(this.untilByDue.get(dueMs) ?? untilMs, untilMs));
    this.nextDueMs = Math.min(this.nextDueMs, dueMs);
  }
}

type Untils = Pick<HistoryChange, "mattersUntilMs" | "openUntilMs">;
