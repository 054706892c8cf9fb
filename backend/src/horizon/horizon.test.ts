import { MemoryPlateHistoryStore } from "../adapters/memory/memory-plate-history-store.js";
import { describeHorizon } from "./horizon.suite.js";

describeHorizon("over a store in memory", async (lifetimes) => {
  let nowMs = Date.UTC(2026, 2, 1);
  const clock = { now: () => nowMs, sleep: async () => undefined };
  return {
    store: new MemoryPlateHistoryStore(clock, lifetimes),
    now: () => nowMs,
    pass: async (ms) => {
      nowMs += ms;
    },
  };
});
