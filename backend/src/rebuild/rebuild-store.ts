import type { Clock } from "@boomgate/platform/clock";
import { forgottenByMs, windowMs } from "../domain/lifetime.js";
import type { HistoryRules } from "../processors/plate-histories.js";
import {
  type Evidence,
  EvidenceTooLargeError,
  type EvidenceSources,
  gatherEvidence,
} from "./evidence.js";
import { rebuildPlates, type RebuildParts, type RebuiltCounts } from "./rebuild-plates.js";

export interface StoreRebuild extends Omit<RebuildParts, "isSinkKnown" | "incompleteUntilMs"> {
  readonly clock: Clock;
  readonly sources: EvidenceSources;
  /** After this time the sink has every stay that was computed before the loss. */
  readonly waitMs: number;
  /** Reads and stays held in memory at the same time, at most: about 200 bytes each. */
  readonly mostHeld: number;
  /** Rebuilds also when the events that are left do not reach back far enough. */
  readonly isPartial: boolean;
  readonly onPart?: (done: number, parts: number, counts: RebuiltCounts) => void;
}

/** Older events were deleted: new events could belong to cars that came before the oldest one left. */
export class EventsIncompleteError extends Error {
  readonly code = "EVENTS_INCOMPLETE";

  constructor(completeSinceMs: number, acceptedFromMs: number) {
    const since = new Date(completeSinceMs).toISOString();
    const from = new Date(acceptedFromMs).toISOString();
    super(
      `the events reach back to ${since} only: cars that came before may still be inside, and all events before ` +
        `${from} would be too late. With --partial those cars are forgotten, and events from now on are accepted`,
    );
    this.name = "EventsIncompleteError";
  }
}

const PARTS_AT_MOST = 4_096;

/**
 * Computes all histories again from the reads in the ledger, the published events and the stays in the sink, part by
 * part. No backend may trust the store meanwhile.
 * @throws {EventsIncompleteError | LedgerBehindError}
 */
export async function rebuildStore(rebuild: StoreRebuild): Promise<RebuiltCounts> {
  await rebuild.clock.sleep(rebuild.waitMs);
  await rebuild.sources.ledger?.caughtUp();
  for (let parts = 1; ; parts *= 2) {
    try {
      return await rebuildInParts(rebuild, parts);
    } catch (error) {
      if (!(error instanceof EvidenceTooLargeError) || parts === PARTS_AT_MOST) throw error;
    }
  }
}

async function rebuildInParts(rebuild: StoreRebuild, parts: number): Promise<RebuiltCounts> {
  const counts = { plates: 0, reads: 0, announced: 0, refused: 0, unplaced: 0 };
  const isSinkKnown = rebuild.sources.knownStays !== undefined;
  const { nowMs } = await rebuild.store.load([]);
  for (let number = 0; number < parts; number += 1) {
    const part = { number, of: parts };
    const evidence = await gatherEvidence(rebuild.sources, part, rebuild.mostHeld);
    const incompleteUntilMs = incompleteUntil(evidence, rebuild, nowMs);
    if (number === 0) {
      counts.unplaced = evidence.hashedStays;
      // Before histories are saved without the reads that this floor allows to forget.
      const floorMs = Math.max(incompleteUntilMs, forgottenByMs(nowMs, rebuild.rules));
      await rebuild.store.raiseFloor(floorMs);
    }
    counts.unplaced -= evidence.placedStays;
    await rebuildPlates(evidence.plates, { ...rebuild, isSinkKnown, incompleteUntilMs }, counts);
    rebuild.onPart?.(number + 1, parts, counts);
  }
  return counts;
}

/** Up to this instant entries and exits may be missing; ms since 1970. */
function incompleteUntil(
  { completeSinceMs }: Evidence,
  { sources, rules, isPartial }: StoreRebuild,
  nowMs: number,
): number {
  if (sources.trail === undefined && sources.ledger === undefined) return nowMs;
  if (completeSinceMs === undefined) return Number.NEGATIVE_INFINITY;
  const sinceMs = Math.min(completeSinceMs, nowMs);
  const untilMs = sinceMs + reachOf(rules);
  if (untilMs <= nowMs) return untilMs;
  if (!isPartial) throw new EventsIncompleteError(sinceMs, untilMs);
  return nowMs;
}

/** How long after an event another event may depend on it. */
const reachOf = (rules: HistoryRules): number =>
  rules.maxStayMs + rules.maxAheadMs + windowMs(rules);
