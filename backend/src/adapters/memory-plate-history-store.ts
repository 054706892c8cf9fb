import { setImmediate as nextTurn } from "node:timers/promises";
import { EMPTY_HISTORY, type PlateKey } from "../domain/plate-history.js";
import type { CountedHistory, HistoryCensus } from "../ports/history-census.js";
import type { Clock } from "@boomgate/platform/clock";
import type {
  HistoryChange,
  PlateHistoryStore,
  VersionedHistory,
} from "../ports/plate-history-store.js";

interface Stored extends VersionedHistory {
  readonly expiresAtMs: number;
}

/** Few enough that nothing else waits for more than a millisecond. */
const COUNTED_AT_ONCE = 100;

/** Keeps histories in this process, for the embedded mode. They end with the process. */
export class MemoryPlateHistoryStore implements PlateHistoryStore, HistoryCensus {
  /** What is lost is lost with the process that could tell it. */
  readonly epoch = "this process";
  private readonly stored = new Map<string, Stored>();
  private nextSweepMs = 0;

  constructor(private readonly clock: Clock) {}

  get size(): number {
    return this.stored.size;
  }

  async currentEpoch(): Promise<string> {
    return this.epoch;
  }

  async load(keys: readonly PlateKey[]): Promise<readonly VersionedHistory[]> {
    return keys.map((key) => this.current(textOf(key)) ?? { version: 0, history: EMPTY_HISTORY });
  }

  async save(changes: readonly HistoryChange[]): Promise<readonly boolean[]> {
    this.sweep();
    return changes.map((change) => this.saveOne(change));
  }

  async *histories(): AsyncIterable<readonly CountedHistory[]> {
    let some: CountedHistory[] = [];
    for (const [text, { history }] of this.stored) {
      some.push({ lotId: text.slice(text.indexOf(":") + 1), history });
      if (some.length < COUNTED_AT_ONCE) continue;
      yield some;
      some = [];
      await nextTurn();
    }
    yield some;
  }

  private saveOne({ key, expected, next, keepForMs }: HistoryChange): boolean {
    const text = textOf(key);
    if ((this.current(text)?.version ?? 0) !== expected) return false;
    const nowMs = this.clock.now();
    const version = Math.max(expected + 1, nowMs);
    this.stored.set(text, { version, history: next, expiresAtMs: nowMs + keepForMs });
    return true;
  }

  private current(text: string): Stored | undefined {
    const stored = this.stored.get(text);
    return stored && stored.expiresAtMs > this.clock.now() ? stored : undefined;
  }

  /** At most once a minute, as it looks at every history. */
  private sweep(): void {
    const nowMs = this.clock.now();
    if (nowMs < this.nextSweepMs) return;
    this.nextSweepMs = nowMs + 60_000;
    for (const [text, { expiresAtMs }] of this.stored) {
      if (expiresAtMs <= nowMs) this.stored.delete(text);
    }
  }
}

const textOf = ({ lotId, plate }: PlateKey) => `${plate}:${lotId}`;
