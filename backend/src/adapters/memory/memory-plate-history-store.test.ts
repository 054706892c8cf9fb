import { describePlateHistoryStore } from "../../ports/plate-history-store.suite.js";
import { LIFETIMES } from "../../ports/store-under-test.fixture.js";
import { MemoryPlateHistoryStore } from "./memory-plate-history-store.js";

describePlateHistoryStore("plate histories in memory", async () => {
  let nowMs = Date.UTC(2026, 2, 1);
  const clock = { now: () => nowMs, sleep: async () => undefined };
  return {
    store: new MemoryPlateHistoryStore(clock, LIFETIMES),
    now: () => nowMs,
    pass: async (ms) => {
      nowMs += ms;
    },
  };
});
