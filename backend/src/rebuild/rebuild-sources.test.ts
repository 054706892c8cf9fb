import fc from "fast-check";
import { expect, it } from "vitest";
import { MemoryPlateHistoryStore } from "../adapters/memory/memory-plate-history-store.js";
import { KEY } from "../horizon/horizon.fixture.js";
import { NO_LEDGER } from "../ports/outcome-ledger.js";
import type { EvidenceSources } from "./evidence.js";
import { aStep, processed, RULES } from "./processed-plate.fixture.js";
import { ledgerOf, trailOf } from "./rebuild-store.fixture.js";
import { rebuildStore } from "./rebuild-store.js";

it("ledger alone, streams alone and both give the same store, and change no stay", async () => {
  let stored = 0;
  let left = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { minLength: 1, maxLength: 12 }), async (steps) => {
      const { clock, lifetimes, stays, published, parked, known, isStored } =
        await processed(steps);
      const rebuiltFrom = async (given: Partial<EvidenceSources>) => {
        const store = new MemoryPlateHistoryStore(clock, lifetimes);
        const { announced } = await rebuildStore({
          store,
          sink: { post: async (some) => some.map(() => "accepted" as const) },
          ledger: NO_LEDGER,
          rules: RULES,
          clock,
          waitMs: 0,
          sources: {
            ledger: undefined,
            isLedgerWhole: true,
            trail: undefined,
            parkedTrail: undefined,
            knownStays: {
              since: async function* () {
                yield stays;
              },
            },
            stayedSince: new Date(0),
            ...given,
          },
          isPartial: false,
          mostHeld: 1_000,
        });
        const { histories, floorMs } = await store.load([KEY]);
        const [found] = histories;
        const history = found && "history" in found ? found.history : undefined;
        return { history, floorMs, announced };
      };
      const ledger = ledgerOf(known);
      const streams = { trail: trailOf(published), parkedTrail: trailOf(parked) };
      const fromLedger = await rebuiltFrom({ ledger });
      expect(await rebuiltFrom(streams)).toEqual(fromLedger);
      expect(await rebuiltFrom({ ledger, ...streams })).toEqual(fromLedger);
      expect(fromLedger.announced).toBe(0);
      stored += isStored ? 1 : 0;
      left += parked.length;
    }),
    { numRuns: 300 },
  );
  expect(stored).toBeGreaterThan(100);
  expect(left).toBeGreaterThan(100);
});
