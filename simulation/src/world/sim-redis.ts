import type * as Backend from "@boomgate/backend";
import {
  type EpochRedis,
  type EpochRegister,
  HISTORY_HEAD,
  type HistoryRedis,
  newestOf,
} from "@boomgate/backend";
import { DOCUMENT_PREFIX } from "@boomgate/contracts";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import type { Coverage } from "./coverage.js";
import type { Faults } from "./faults.js";
import type { Caller, Scheduler } from "./scheduler.js";
import type { SimTime } from "./sim-clock.js";
import { SimScripts } from "./sim-scripts.js";

interface Write {
  readonly key: string;
  readonly before: string | undefined;
  readonly after: string;
}

/** Is called for each history that is saved, and for those lost before any process could rely on them. */
export interface SavesObserver {
  /** @param by - undefined when the save was lost, and acknowledged after that */
  saved(key: string, value: string, by: Caller | undefined): void;
  unsaved(key: string, value: string): void;
  /** Writes were lost. */
  lost(): void;
}

/** One Redis for all replicas, with its scripts, which can lose writes that it has acknowledged. */
export class SimRedis {
  private readonly values = new Map<string, string>();
  private writes: Write[] = [];
  /** The process whose command is performed. */
  private acting: Caller | undefined;
  /** Grows with each loss: connections end then, and commands sent over them are dropped. */
  private generation = 0;
  /** So many writes were acknowledged to some process by a mark behind them. */
  private reliedOn = 0;
  /** The highest mark of each process whose save was acknowledged, by the key of the mark. */
  private readonly acknowledged = new Map<
    string,
    { readonly caller: Caller; readonly mark: number }
  >();
  private lateWitnesses: Caller[] = [];
  /** Lost saves that were not acknowledged to any process. */
  private readonly unacknowledged: (Pick<Write, "key" | "after"> & {
    readonly generation: number;
    readonly number: number;
  })[] = [];
  private readonly scripts: SimScripts;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly faults: Faults,
    private readonly coverage: Coverage,
    private readonly observer: SavesObserver,
    private readonly time: SimTime,
    register: typeof Backend.DueRegister,
  ) {
    const values = {
      get: (key: string) => this.valueOf(key),
      write: (key: string, value: string) => this.write(key, value),
    };
    this.scripts = new SimScripts(
      values,
      register,
      ({ key, value }) => observer.saved(key, value, this.acting),
      () => void (coverage.conflicts += 1),
    );
  }

  clientOf(caller: Caller, faults = this.faults): HistoryRedis & EpochRedis {
    const send = this.scheduler.connectionOf(caller);
    const effect = <T>(perform: () => T) => {
      const sentIn = this.generation;
      return send(() => {
        if (sentIn !== this.generation) throw connectionLost();
        this.acting = caller;
        return faults.around("store", perform);
      });
    };
    return {
      time: () => effect(() => this.timeNow()),
      mGet: (keys) => effect(() => keys.map((key) => this.valueOf(key) ?? null)),
      get: (key) => effect(() => this.values.get(key) ?? null),
      set: (key, value, options) =>
        effect(() => {
          if (options?.NX && this.values.has(key)) return null;
          this.write(key, value);
          return "OK";
        }),
      saveHistories: (keys, given) =>
        effect(() => this.scripts.saveHistories(keys, given, this.time.nowMs)),
      postedHistories: (keys, given) =>
        effect(() => this.scripts.postedHistories(keys, given, this.time.nowMs)),
      floor: (keys, given) => effect(() => this.scripts.floor(keys, given, this.time.nowMs)),
      growMark: async (key, mark, _keepForMs, atLeast) => {
        let writes = 0;
        let performedIn = this.generation;
        const grown = await effect(() => {
          const current = Number(this.values.get(key) ?? 0);
          performedIn = this.generation;
          if (current < Number(atLeast)) return 0;
          if (current < Number(mark)) this.write(key, mark);
          writes = this.writes.length;
          return 1;
        });
        if (performedIn !== this.generation) {
          if (grown === 1) {
            this.lateWitnesses.push(caller);
            this.acknowledgeLost(performedIn, writes);
          }
          return grown;
        }
        if (grown === 1) this.acknowledged.set(key, { caller, mark: Number(mark) });
        this.reliedOn = Math.max(this.reliedOn, writes);
        return grown;
      },
      replaceValue: async (key, expected, next) => {
        let writes = 0;
        let performedIn = this.generation;
        const replaced = await effect(() => {
          performedIn = this.generation;
          if (this.values.get(key) !== expected) return 0;
          this.write(key, next);
          writes = this.writes.length;
          return 1;
        });
        if (performedIn === this.generation) this.reliedOn = Math.max(this.reliedOn, writes);
        else this.acknowledgeLost(performedIn, writes);
        return replaced;
      },
      wait: async () => 0,
    };
  }

  /**
   * Undoes the last writes, or all of them.
   * @returns the processes whose acknowledged saves are among them
   */
  lose(lastWrites: number): readonly Caller[] {
    this.coverage.losses += 1;
    this.observer.lost();
    this.generation += 1;
    const undone = this.writes.splice(Math.max(0, this.writes.length - lastWrites));
    for (const [index, { key, before, after }] of [...undone.entries()].toReversed()) {
      if (before === undefined) this.values.delete(key);
      else this.values.set(key, before);
      const number = this.writes.length + index;
      if (!isHistory(key)) continue;
      if (number < this.reliedOn) continue;
      this.observer.unsaved(key, after);
      this.unacknowledged.push({ generation: this.generation - 1, number, key, after });
    }
    this.reliedOn = Math.min(this.reliedOn, this.writes.length);
    const lost = [...this.acknowledged].filter(
      ([key, { mark }]) => Number(this.values.get(key) ?? 0) < mark,
    );
    for (const [key] of lost) this.acknowledged.delete(key);
    return lost.map(([, { caller }]) => caller);
  }

  /** The answer was on its way when the saves were lost: the process that gets it relies on them. */
  private acknowledgeLost(generation: number, writes: number): void {
    for (const lost of this.unacknowledged) {
      const isIt = lost.generation === generation && lost.number < writes;
      if (isIt) this.observer.saved(lost.key, lost.after, undefined);
    }
  }

  /** Processes that got the acknowledgement of a save after the save was lost; each is returned once. */
  takeLateWitnesses(): readonly Caller[] {
    return this.lateWitnesses.splice(0);
  }

  /** The value in the key of the epoch. */
  get epoch(): string | undefined {
    return this.values.get("store:epoch");
  }

  private timeNow(): readonly string[] {
    const { nowMs } = this.time;
    return [String(Math.floor(nowMs / 1_000)), String((nowMs % 1_000) * 1_000)];
  }

  /** Without documents that are due, as Redis lets them expire. */
  private valueOf(key: string): string | undefined {
    const value = this.values.get(key);
    if (value === undefined || !isHistory(key)) return value;
    const [, , , dueMs, unposted] = HISTORY_HEAD.exec(value) ?? [];
    if (unposted !== "" || Number(dueMs) > this.time.nowMs) return value;
    this.values.delete(key);
    this.coverage.forgottenPlates += 1;
    return undefined;
  }

  private write(key: string, value: string): void {
    this.writes.push({ key, before: this.values.get(key), after: value });
    this.values.set(key, value);
  }
}

const isHistory = (key: string) => key.startsWith(DOCUMENT_PREFIX);

const connectionLost = () => new DependencyUnavailableError("store", "the connection is lost");

/** The register in the broker, which never loses anything. */
export class SimRegister {
  private readonly epochs: string[] = [];

  constructor(
    private readonly scheduler: Scheduler,
    private readonly faults: Faults,
  ) {}

  get newest(): string | undefined {
    return newestOf(this.epochs);
  }

  clientOf(caller: Caller, faults = this.faults): EpochRegister {
    const effect = <T>(perform: () => T) =>
      this.scheduler.effect(caller, () => faults.around("store", perform));
    return {
      newest: () => effect(() => newestOf(this.epochs)),
      enter: (value) => effect(() => void this.epochs.push(value)),
    };
  }
}
