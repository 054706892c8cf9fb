import type { StaySummary } from "@boomgate/contracts";
import type { Clock } from "@boomgate/platform/clock";
import { readConfig } from "@boomgate/platform/config";
import { chunksOf } from "@boomgate/platform/lists";
import { MemoryPlateHistoryStore } from "../adapters/memory/memory-plate-history-store.js";
import { backendSettings, rulesOf } from "../config.js";

import { lifetimes } from "../domain/history.fixture.js";
import type { EventTrail, PublishedEvent } from "../ports/event-trail.js";
import type { KnownRead, KnownReads } from "../ports/known-reads.js";
import { NO_LEDGER } from "../ports/outcome-ledger.js";
import type { StoreRebuild } from "./rebuild-store.js";

export const HOUR_MS = 3_600_000;
export const NOW_MS = Date.UTC(2026, 2, 1, 12);
const clock: Clock = { now: () => NOW_MS, sleep: async () => undefined };

/** One visit of an hour for each of `count` plates. @param leftAgoMs - how long ago they ended */
export const visits = (count: number, leftAgoMs = HOUR_MS): readonly PublishedEvent[] =>
  Array.from({ length: count }, (_, index): readonly PublishedEvent[] => {
    const common = { plate: `P${index}`, lotId: "main" };
    const publishedAtMs = NOW_MS - leftAgoMs;
    const enteredAt = new Date(publishedAtMs - HOUR_MS);
    const exitedAt = new Date(publishedAtMs);
    return [
      { event: { kind: "entry", id: `e${index}`, ...common, enteredAt }, publishedAtMs },
      { event: { kind: "exit", id: `x${index}`, ...common, exitedAt }, publishedAtMs },
    ];
  }).flat();

/** @param events - what the stream holds @param known - what the sink holds */
export function aRebuild(
  events: readonly PublishedEvent[],
  known: readonly StaySummary[] = [],
  overrides: Partial<StoreRebuild> = {},
) {
  const posted: StaySummary[] = [];
  const store = new MemoryPlateHistoryStore(clock, lifetimes);
  let readings = 0;
  const rebuild: StoreRebuild = {
    store,
    sink: {
      post: async (stays) => {
        posted.push(...stays);
        return stays.map(() => "accepted" as const);
      },
    },
    ledger: NO_LEDGER,
    rules: rulesOf(readConfig(backendSettings, {})),
    clock,
    waitMs: 0,
    sources: {
      ledger: undefined,
      isLedgerWhole: false,
      trail: {
        read: async (onEvent) => {
          readings += 1;
          for (const event of events) onEvent(event);
          return { completeSinceMs: undefined };
        },
      },
      parkedTrail: undefined,
      knownStays: {
        since: async function* (from) {
          yield known.filter(({ exitedAt }) => exitedAt >= from);
        },
      },
      stayedSince: new Date(NOW_MS),
    },
    isPartial: false,
    mostHeld: 1_000_000,
    ...overrides,
  };
  return { rebuild, posted, store, readings: () => readings };
}

export const trailOf = (
  events: readonly PublishedEvent[],
  completeSinceMs?: number,
): EventTrail => ({
  read: async (onEvent) => {
    for (const event of events) onEvent(event);
    return { completeSinceMs };
  },
});

/** A ledger that lists a few reads on each page. */
export const ledgerOf = (reads: readonly KnownRead[], each = 2): KnownReads => ({
  caughtUp: async () => undefined,
  async *all() {
    yield* chunksOf(reads, each);
  },
});
