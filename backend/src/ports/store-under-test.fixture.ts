import type { Lifetimes } from "../domain/lifetime.js";
import type { PlateHistory, PlateKey } from "../domain/plate-history.js";
import type { Read } from "../domain/read.js";
import type { HistoryChange, PlateHistoryStore } from "./plate-history-store.js";

export interface StoreUnderTest {
  readonly store: PlateHistoryStore;
  /** By the clock of the store, ms since 1970. */
  now(): number;
  /** Lets the time of the store pass. */
  pass(ms: number): Promise<void>;
}

/** The lifetimes of the stores under test. */
export const LIFETIMES: Lifetimes = { slotMs: 10, afterSaveMs: 1_000, afterSaveOpenMs: 5_000 };

export const keyOf = (plate: string, lotId = "main"): PlateKey => ({ plate, lotId });
export const historyOf = (...ids: readonly string[]): PlateHistory => {
  const reads = ids.map((id, index): Read => {
    const plate = index === 2 ? "OTHER" : "AB123CD";
    return { kind: index % 2 === 0 ? "entry" : "exit", id, atMs: 1_000 + index, plate };
  });
  const announced = reads.flatMap((exit, index) => {
    if (exit.kind === "entry") return [];
    const revision = 1_763_683_200_000 + index;
    return [index === 3 ? { exit, revision } : { exit, revision, entry: reads[0] }];
  });
  return { reads, announced };
};
export const change = (
  key: PlateKey,
  expected: number,
  next: PlateHistory,
  more: Partial<HistoryChange> = {},
): HistoryChange => ({
  key,
  expected,
  next,
  oldestNewMs: undefined,
  mattersUntilMs: undefined,
  openUntilMs: undefined,
  isUnposted: false,
  ...more,
});
