import type { StaySummary } from "@boomgate/contracts";
import { type HorizonRules, lifetimesOf } from "./lifetime.js";
import type { PairingRules } from "./pairing.js";
import { EMPTY_HISTORY, type PlateHistory } from "./plate-history.js";
import type { Read, ReadKind } from "./read.js";
import { applyReads, type AppliedReads } from "./apply-reads.js";

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const FIRST_DAY_MS = Date.UTC(2026, 2, 1);
const PLATE = "AB123CD";

export const rules: PairingRules & HorizonRules = {
  rereadWindowMs: 30 * SECOND_MS,
  clockSkewToleranceMs: 2 * SECOND_MS,
  maxStayMs: 720 * HOUR_MS,
  horizonMs: 72 * HOUR_MS,
  maxAheadMs: HOUR_MS,
};

export const lifetimes = lifetimesOf(rules);

/** "in 60" or "out 61.5": a read so many seconds into the day; its id is the text itself. */
export function readOf(text: string): Read {
  const [way, seconds] = text.split(" ");
  const kind: ReadKind = way === "in" ? "entry" : "exit";
  const atMs = FIRST_DAY_MS + Math.round(Number(seconds) * SECOND_MS);
  return { kind, id: text, atMs, plate: PLATE };
}

export const readsOf = (...texts: readonly string[]): readonly Read[] => texts.map(readOf);

/** A plate whose reads are applied one batch after the other, with a sink that keeps the highest. */
export class PlateUnderTest {
  history: PlateHistory = EMPTY_HISTORY;
  /** Of the store. */
  floorMs = Number.NEGATIVE_INFINITY;
  /** Whether the sink has not answered for all stays. */
  isUnposted = false;
  private readonly latest = new Map<string, StaySummary>();
  private nowMs = FIRST_DAY_MS + 1_000 * HOUR_MS;

  constructor(private readonly given: PairingRules & HorizonRules = rules) {}

  /** Seconds into the day. */
  set floorAt(seconds: number) {
    this.floorMs = FIRST_DAY_MS + seconds * SECOND_MS;
  }

  apply(...reads: readonly Read[]): AppliedReads {
    this.nowMs += 1;
    const key = { lotId: "main", plate: PLATE };
    const { floorMs, nowMs, isUnposted } = this;
    const before = { history: this.history, isUnposted };
    const applied = applyReads(key, before, reads, this.given, { floorMs, nowMs });
    this.history = applied.history;
    for (const stay of applied.announcements) {
      const known = this.latest.get(stay.stayId);
      if (!known || known.revision < stay.revision) this.latest.set(stay.stayId, stay);
    }
    return applied;
  }

  /** Exit id to entry id of the closed stays; ids of one kind must differ. */
  get closed(): ReadonlyMap<string, string> {
    return new Map(
      this.stays.flatMap((stay) =>
        stay.status === "closed" ? [[stay.exitEventId, stay.entryEventId] as const] : [],
      ),
    );
  }

  get stays(): readonly StaySummary[] {
    return [...this.latest.values()];
  }
}
