import type { StaySummary } from "@boomgate/contracts";
import { EMPTY_HISTORY, type PlateHistory } from "./plate-history.js";
import type { Read, ReadKind } from "./read.js";
import { type HistoryBounds, forget } from "./forget.js";
import type { PairingRules } from "./pairing.js";
import { record, type Recorded } from "./record.js";

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const FIRST_DAY_MS = Date.UTC(2026, 2, 1);

export const rules: PairingRules & HistoryBounds = {
  rereadWindowMs: 30 * SECOND_MS,
  clockSkewToleranceMs: 2 * SECOND_MS,
  maxReads: 64,
  correctionWindowMs: 24 * HOUR_MS,
  maxStayMs: 720 * HOUR_MS,
};

/** "in 60" or "out 61.5": a read so many seconds into the day; its id is the text itself. */
export function readOf(text: string): Read {
  const [way, seconds] = text.split(" ");
  const kind: ReadKind = way === "in" ? "entry" : "exit";
  return { kind, id: text, atMs: FIRST_DAY_MS + Number(seconds) * SECOND_MS };
}

export const readsOf = (...texts: readonly string[]): readonly Read[] => texts.map(readOf);

/** A plate whose events are recorded one batch after the other, with a sink that keeps the highest. */
export class PlateUnderTest {
  history: PlateHistory = EMPTY_HISTORY;
  /** Exit ids of the stays that were forgotten. */
  readonly farewells: string[] = [];
  private readonly latest = new Map<string, StaySummary>();
  private nowMs = FIRST_DAY_MS;

  constructor(private readonly given: PairingRules & HistoryBounds = rules) {}

  record(...reads: readonly Read[]): Recorded {
    this.nowMs += 1;
    const key = { lotId: "main", plate: "AB123CD" };
    const recorded = record(key, this.history, reads, this.given, this.nowMs);
    const forgotten = forget(key, recorded.history, this.given);
    this.history = forgotten?.history ?? recorded.history;
    const farewells = forgotten?.farewells ?? [];
    this.farewells.push(...farewells.map(({ exitEventId }) => exitEventId));
    for (const stay of [...farewells, ...recorded.announcements]) {
      const known = this.latest.get(stay.stayId);
      if (!known || known.revision < stay.revision) this.latest.set(stay.stayId, stay);
    }
    return recorded;
  }

  /** Exit id to entry id of the closed stays. */
  get closed(): ReadonlyMap<string, string> {
    return new Map(
      [...this.latest.values()].flatMap((stay) =>
        stay.status === "closed" ? [[stay.exitEventId, stay.entryEventId] as const] : [],
      ),
    );
  }

  get stays(): readonly StaySummary[] {
    return [...this.latest.values()];
  }
}
