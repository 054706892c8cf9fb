import { Hold } from "@boomgate/pipeline/hold";
import { noop } from "cockatiel";
import { MemoryPlateHistoryStore } from "../adapters/memory/memory-plate-history-store.js";
import { lifetimes, readOf, rules } from "../domain/history.fixture.js";
import type { PlateKey } from "../domain/plate-history.js";
import type { OutcomeLedger } from "../ports/outcome-ledger.js";
import type { HistoryChange, PlateHistoryStore, SaveResult } from "../ports/plate-history-store.js";
import { NO_LEDGER } from "../ports/outcome-ledger.js";
import { OutcomePublisher } from "./outcome-publisher.js";
import { type HistoriesObserver, PlateHistories } from "./plate-histories.js";

export const NOW_MS = readOf("in 10000").atMs;
const clock = { now: () => NOW_MS, sleep: async () => undefined };

/** One store in memory and the plate histories of replicas over it, with the calls and reports of all of them. */
export function someReplicas() {
  const memory = new MemoryPlateHistoryStore(clock, lifetimes);
  const calls: string[] = [];
  const seen = {
    read: [] as unknown[],
    moved: [] as unknown[],
    idsReused: [] as unknown[],
    conflicts: [] as unknown[],
    batch: [] as unknown[],
  };
  /** @param instead - what the store does otherwise than the one in memory */
  function aReplica(
    instead: Partial<PlateHistoryStore> = {},
    ledger: OutcomeLedger = NO_LEDGER,
  ): PlateHistories {
    const store = {
      epoch: "one",
      load: (keys: readonly PlateKey[]) => memory.load(keys),
      save: (changes: readonly HistoryChange[]) => memory.save(changes),
      ...instead,
    };
    const counted = {
      ...store,
      load: (keys: readonly PlateKey[]) => {
        calls.push(`load ${keys.map(({ plate }) => plate).join(" ")}`);
        return store.load(keys);
      },
      save: (changes: readonly HistoryChange[]) => {
        calls.push(["save", ...changes.map(({ key }) => key.plate)].join(" "));
        return store.save(changes);
      },
    } as PlateHistoryStore;
    const hold = new Hold("store", clock, { held: () => undefined }, noop);
    const outcomes = new OutcomePublisher(ledger, hold);
    const observer: HistoriesObserver = {
      read: ({ plate }, kind) => void seen.read.push([plate, kind]),
      moved: (counts) => void seen.moved.push(counts),
      idsReused: (count) => void seen.idsReused.push(count),
      conflicts: (count) => void seen.conflicts.push(count),
      batch: (plates) => void seen.batch.push(plates),
    };
    return new PlateHistories(counted, rules, clock, hold, observer, outcomes);
  }

  /** Saves in memory, but answers once with `result` for the plate instead. */
  function savesOnce(plate: string, result: SaveResult) {
    let left = 1;
    return async (changes: readonly HistoryChange[]) => {
      const isMet = changes.some(({ key }) => key.plate === plate) && left-- > 0;
      const others = changes.filter(({ key }) => !isMet || key.plate !== plate);
      const saved = [...(await memory.save(others))];
      return changes.map(({ key }) =>
        isMet && key.plate === plate ? result : (saved.shift() as SaveResult),
      );
    };
  }
  return { memory, calls, seen, aReplica, savesOnce };
}
