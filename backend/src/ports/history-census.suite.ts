import { describe, expect, it } from "vitest";
import { countOpenStays } from "../census/count-open-stays.js";
import { EMPTY_HISTORY, type PlateHistory } from "../domain/plate-history.js";
import { readsOf, rules } from "../domain/history.fixture.js";
import type { HistoryCensus } from "./history-census.js";
import type { PlateHistoryStore } from "./plate-history-store.js";

const PLATES = 250;
const history = (...texts: readonly string[]): PlateHistory => {
  return { ...EMPTY_HISTORY, reads: readsOf(...texts) };
};

/** @param open - a store with nothing in it, and the census over it */
export function describeHistoryCensus(
  title: string,
  open: () => Promise<{ readonly store: PlateHistoryStore; readonly census: HistoryCensus }>,
): void {
  describe(title, () => {
    it("counts the open stays of each lot, also of a lot with a colon in its name", async () => {
      const { store, census } = await open();
      const inside = history("in 60");
      const gone = history("in 60", "out 90");
      await store.save(
        Array.from({ length: PLATES }, (_, index) => ({
          key: { lotId: index % 2 === 0 ? "main" : "north:2", plate: `P${index}` },
          expected: 0,
          next: index % 5 === 0 ? gone : inside,
          oldestNewMs: undefined,
          mattersUntilMs: undefined,
          openUntilMs: undefined,
          isUnposted: false,
        })),
      );
      const lots = await countOpenStays(census, rules, 0);
      expect(lots).toEqual(
        new Map([
          ["main", { open: 100, inside: 100 }],
          ["north:2", { open: 100, inside: 100 }],
        ]),
      );
    });

    it("counts nothing in an empty store", async () => {
      const { census } = await open();
      expect(await countOpenStays(census, rules, 0)).toEqual(new Map());
    });
  });
}
