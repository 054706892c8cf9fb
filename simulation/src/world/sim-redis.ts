import {
  type EpochRedis,
  type EpochRegister,
  type HistoryRedis,
  newestOf,
} from "@boomgate/backend";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import type { Coverage } from "./coverage.js";
import type { Faults } from "./faults.js";
import type { Caller, Scheduler } from "./scheduler.js";

interface Write {
  readonly key: string;
  readonly before: string | undefined;
  readonly after: string;
}

/** Learns of each history that is saved, and of those that are lost before anybody could rely on them. */
export interface SavesObserver {
  saved(key: string, value: string): void;
  unsaved(key: string, value: string, before: string | undefined): void;
}

/** One Redis for all replicas: what its scripts do, and how it loses what it has acknowledged. */
export class SimRedis {
  private readonly values = new Map<string, string>();
  private writes: Write[] = [];
  /** Connections end when something is lost, and what was sent over them with them. */
  private generation = 0;
  /** Somebody knows that so many writes were made: their marks stand behind them. */
  private reliedOn = 0;
  /** The highest mark of each process whose save was acknowledged, by the key of the mark. */
  private readonly acknowledged = new Map<
    string,
    { readonly caller: Caller; readonly mark: number }
  >();
  private lateWitnesses: Caller[] = [];

  constructor(
    private readonly scheduler: Scheduler,
    private readonly faults: Faults,
    private readonly coverage: Coverage,
    private readonly observer: SavesObserver,
  ) {}

  clientOf(caller: Caller, faults = this.faults): HistoryRedis & EpochRedis {
    const send = this.scheduler.connectionOf(caller);
    const effect = <T>(perform: () => T) => {
      const sentIn = this.generation;
      return send(() => {
        if (sentIn !== this.generation) throw connectionLost();
        return faults.around("store", perform);
      });
    };
    return {
      mGet: (keys) => effect(() => keys.map((key) => this.values.get(key) ?? null)),
      get: (key) => effect(() => this.values.get(key) ?? null),
      set: (key, value, options) =>
        effect(() => {
          if (options?.NX && this.values.has(key)) return null;
          this.write(key, value);
          return "OK";
        }),
      saveHistories: (keys, threeForEach) =>
        effect(() =>
          keys.map((key, index) => {
            const [expected = "", next = ""] = threeForEach.slice(3 * index);
            return this.save(key, expected, next);
          }),
        ),
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
          if (grown === 1) this.lateWitnesses.push(caller);
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
        return replaced;
      },
      wait: async () => 0,
    };
  }

  /**
   * The last writes are gone, or all that ever was.
   * @returns whose acknowledged saves are among them
   */
  lose(lastWrites: number): readonly Caller[] {
    this.coverage.losses += 1;
    this.generation += 1;
    const undone = this.writes.splice(Math.max(0, this.writes.length - lastWrites));
    for (const [index, { key, before, after }] of [...undone.entries()].toReversed()) {
      if (before === undefined) this.values.delete(key);
      else this.values.set(key, before);
      const isReliedOn = this.writes.length + index < this.reliedOn;
      if (isHistory(key) && !isReliedOn) this.observer.unsaved(key, after, before);
    }
    this.reliedOn = Math.min(this.reliedOn, this.writes.length);
    const lost = [...this.acknowledged].filter(
      ([key, { mark }]) => Number(this.values.get(key) ?? 0) < mark,
    );
    for (const [key] of lost) this.acknowledged.delete(key);
    return lost.map(([, { caller }]) => caller);
  }

  /** Whose save was acknowledged by an answer that arrived when something had been lost since; each is told once. */
  takeLateWitnesses(): readonly Caller[] {
    return this.lateWitnesses.splice(0);
  }

  /** What stands in the place of the epoch. */
  get epoch(): string | undefined {
    return this.values.get("store:epoch");
  }

  get histories(): readonly (readonly [key: string, value: string])[] {
    return [...this.values].filter(([key]) => isHistory(key));
  }

  private save(key: string, expected: string, next: string): number {
    const version = this.values.get(key)?.split("|", 1)[0] ?? "0";
    if (version !== expected) {
      this.coverage.conflicts += 1;
      return 0;
    }
    this.write(key, next);
    this.observer.saved(key, next);
    return 1;
  }

  private write(key: string, value: string): void {
    this.writes.push({ key, before: this.values.get(key), after: value });
    this.values.set(key, value);
  }
}

const isHistory = (key: string) => key.startsWith("history:");

const connectionLost = () => new DependencyUnavailableError("store", "the connection is lost");

/** Never lost, as it is the broker's. */
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
