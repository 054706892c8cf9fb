import { setImmediate as nextTurn } from "node:timers/promises";
import { documentKey, lotOfDocument } from "@boomgate/contracts";
import type { Clock } from "@boomgate/platform/clock";
import type { Lifetimes } from "../../domain/lifetime.js";
import { EMPTY_HISTORY, type PlateHistory, type PlateKey } from "../../domain/plate-history.js";
import type { CountedHistory, HistoryCensus } from "../../ports/history-census.js";
import type {
  HistoryChange,
  Loaded,
  PlateHistoryStore,
  PostedStays,
  SaveResult,
} from "../../ports/plate-history-store.js";
import { DueRegister } from "./due-register.js";

interface Stored {
  readonly version: number;
  readonly history: PlateHistory;
  /** From this time on the history may be forgotten, unless a save is unposted. */
  readonly dueMs: number;
  /** Versions of the saves whose stays may not be in the sink. */
  readonly unposted: readonly number[];
}

const NOTHING = { version: 0, history: EMPTY_HISTORY, isUnposted: false };

/** So few that other work waits for a millisecond at most. */
const COUNTED_AT_ONCE = 100;

/** Keeps histories in the memory of this process, for the embedded mode. */
export class MemoryPlateHistoryStore implements PlateHistoryStore, HistoryCensus {
  /** Never changes: the histories are lost only together with this process. */
  readonly epoch = "this process";
  private readonly stored = new Map<string, Stored>();
  private readonly register: DueRegister;
  private nextSweepMs = 0;

  constructor(
    private readonly clock: Clock,
    lifetimes: Lifetimes,
  ) {
    this.register = new DueRegister(lifetimes);
  }

  get size(): number {
    return this.stored.size;
  }

  get floorMs(): number {
    return this.register.floorMs;
  }

  async currentEpoch(): Promise<string> {
    return this.epoch;
  }

  async currentFloorMs(): Promise<number> {
    this.register.advance(this.clock.now());
    return this.floorMs;
  }

  async raiseFloor(toMs: number): Promise<void> {
    this.register.raise(toMs);
  }

  async load(keys: readonly PlateKey[]): Promise<Loaded> {
    const nowMs = this.clock.now();
    this.register.advance(nowMs);
    const histories = keys.map((key) => {
      const stored = this.current(textOf(key), nowMs);
      if (!stored) return NOTHING;
      const { version, history, unposted } = stored;
      return { version, history, isUnposted: unposted.length > 0 };
    });
    return { nowMs, floorMs: this.floorMs, histories };
  }

  async save(changes: readonly HistoryChange[]): Promise<readonly SaveResult[]> {
    const nowMs = this.clock.now();
    this.register.advance(nowMs);
    this.sweep(nowMs);
    return changes.map((change) => this.saveOne(change, nowMs));
  }

  async posted(posted: readonly PostedStays[]): Promise<void> {
    const nowMs = this.clock.now();
    for (const { key, version, andEarlier } of posted) {
      const text = textOf(key);
      const stored = this.current(text, nowMs);
      const isDone = (save: number) => save === version || (andEarlier && save < version);
      if (!stored?.unposted.some(isDone)) continue;
      const unposted = stored.unposted.filter((save) => !isDone(save));
      const dueMs =
        unposted.length > 0
          ? stored.dueMs
          : Math.max(stored.dueMs, this.register.enter(NOTHING_NEW, nowMs));
      this.stored.set(text, { ...stored, unposted, dueMs });
    }
  }

  async *histories(): AsyncIterable<readonly CountedHistory[]> {
    let some: CountedHistory[] = [];
    for (const [text, { history }] of this.stored) {
      some.push({ lotId: lotOfDocument(text), history });
      if (some.length < COUNTED_AT_ONCE) continue;
      yield some;
      some = [];
      await nextTurn();
    }
    yield some;
  }

  private saveOne(change: HistoryChange, nowMs: number): SaveResult {
    const { key, expected, next, oldestNewMs, isUnposted } = change;
    const text = textOf(key);
    const before = this.current(text, nowMs);
    if ((before?.version ?? 0) !== expected) return "changed";
    if (this.register.isBelowFloor(oldestNewMs)) return "below_floor";
    const version = Math.max(expected + 1, nowMs);
    const unposted = before?.unposted ?? [];
    this.stored.set(text, {
      version,
      history: next,
      dueMs: Math.max(before?.dueMs ?? 0, this.register.enter(change, nowMs)),
      unposted: isUnposted ? [...unposted, version] : unposted,
    });
    return version;
  }

  private current(text: string, nowMs: number): Stored | undefined {
    const stored = this.stored.get(text);
    return stored && !isForgotten(stored, nowMs) ? stored : undefined;
  }

  /** At most once a minute, as it looks at every history. */
  private sweep(nowMs: number): void {
    if (nowMs < this.nextSweepMs) return;
    this.nextSweepMs = nowMs + 60_000;
    for (const [text, stored] of this.stored) {
      if (isForgotten(stored, nowMs)) this.stored.delete(text);
    }
  }
}

const NOTHING_NEW = { mattersUntilMs: undefined, openUntilMs: undefined };

const textOf = ({ lotId, plate }: PlateKey) => documentKey(lotId, plate);

const isForgotten = ({ dueMs, unposted }: Stored, nowMs: number) =>
  unposted.length === 0 && dueMs <= nowMs;
