import type { HistoryChange, PlateHistoryStore, VersionedHistory } from "@boomgate/backend";
import type { Coverage } from "./coverage.js";
import type { Faults } from "./faults.js";
import type { Caller, Scheduler } from "./scheduler.js";

export type PlateText = string;
export const plateTextOf = ({ lotId, plate }: { lotId: string; plate: string }): PlateText =>
  `${plate}:${lotId}`;

/** 64, and the pair on which the fate of later reads depends. */
const READS_AT_MOST = 66;

/** One store for all replicas, and the witness of every read that was ever accepted into it. */
export class SimStore {
  private readonly accepted = new Map<PlateText, Set<string>>();
  private readonly stored = new Map<PlateText, VersionedHistory>();

  constructor(
    private readonly scheduler: Scheduler,
    private readonly faults: Faults,
    private readonly coverage: Coverage,
  ) {}

  clientOf(caller: Caller): PlateHistoryStore {
    const effect = <T>(perform: () => T) =>
      this.scheduler.effect(caller, () => this.faults.around("store", perform));
    return {
      load: (keys) => effect(() => keys.map((key) => this.current(plateTextOf(key)))),
      save: (changes) => effect(() => changes.map((change) => this.saveOne(change))),
    };
  }

  /** "entry e1 1772352000000" of each read it ever held of the plate. */
  acceptedOf(plate: PlateText): ReadonlySet<string> {
    return this.accepted.get(plate) ?? new Set();
  }

  /** Plates whose history is larger than it may be when nothing is in hand. */
  get oversized(): readonly PlateText[] {
    return [...this.stored].flatMap(([plate, { history }]) =>
      history.reads.length > READS_AT_MOST ? [plate] : [],
    );
  }

  private current(text: PlateText): VersionedHistory {
    return this.stored.get(text) ?? { version: 0, history: { reads: [], announced: [] } };
  }

  private saveOne({ key, expected, next }: HistoryChange): boolean {
    const text = plateTextOf(key);
    if (this.current(text).version !== expected) {
      this.coverage.conflicts += 1;
      return false;
    }
    this.stored.set(text, { version: expected + 1, history: next });
    const accepted = this.accepted.get(text) ?? new Set();
    for (const { kind, id, atMs } of next.reads) accepted.add(`${kind} ${id} ${atMs}`);
    this.accepted.set(text, accepted);
    this.coverage.fullestHistory = Math.max(this.coverage.fullestHistory, next.reads.length);
    return true;
  }
}
