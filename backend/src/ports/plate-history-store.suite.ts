import { beforeEach, describe, expect, it } from "vitest";
import { EMPTY_HISTORY, type PlateHistory, type PlateKey } from "../domain/plate-history.js";
import type { HistoryChange, PlateHistoryStore } from "./plate-history-store.js";

export interface StoreUnderTest {
  readonly store: PlateHistoryStore;
  /** Lets the time of the store pass. */
  pass(ms: number): Promise<void>;
}

/** What every adapter of the history store does. @param open - an empty store */
export function describePlateHistoryStore(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    let under: StoreUnderTest;
    beforeEach(async () => {
      under = await open();
    });

    const keyOf = (plate: string, lotId = "main"): PlateKey => ({ plate, lotId });
    const historyOf = (...ids: readonly string[]): PlateHistory => ({
      reads: ids.map((id, index) => ({
        kind: index % 2 === 0 ? "entry" : "exit",
        id,
        atMs: 1_000 + index,
      })),
      announced: ids
        .filter((_, index) => index % 2 === 1)
        .map((exitId, index) => ({
          exitId,
          revision: 1_763_683_200_000 + index,
          entryId: index % 2 === 0 ? ids[0] : undefined,
        })),
      forgottenUpTo: ids.length > 2 ? { kind: "exit", id: "old|:{}", atMs: 7 } : undefined,
    });
    const change = (key: PlateKey, expected: number, next: PlateHistory): HistoryChange => ({
      key,
      expected,
      next,
      keepForMs: 60_000,
    });
    const load = async (key: PlateKey) => {
      const [loaded] = await under.store.load([key]);
      if (!loaded) throw new Error("nothing was loaded");
      return loaded;
    };

    it("gives the empty history of version 0 for what it never saw", async () => {
      expect(await load(keyOf("AB123CD"))).toEqual({ version: 0, history: EMPTY_HISTORY });
      expect(await under.store.load([])).toEqual([]);
    });

    it("gives back what was saved, in the order of the keys", async () => {
      const one = historyOf("e1", "x1", "e|2", 'x"3');
      const other = historyOf("e9");
      const [a, b] = [keyOf("AB123CD"), keyOf("Ж77É", "lot:north/é")];
      expect(await under.store.save([change(a, 0, one), change(b, 0, other)])).toEqual([
        true,
        true,
      ]);
      const loaded = await under.store.load([b, keyOf("NEVER"), a]);
      expect(loaded.map(({ history }) => history)).toEqual([other, EMPTY_HISTORY, one]);
    });

    it("keeps the same plate in two lots apart, whatever their names", async () => {
      await under.store.save([change(keyOf("A", "b:c"), 0, historyOf("e1"))]);
      expect((await load(keyOf("A", "b"))).version).toBe(0);
      expect((await load(keyOf("A", "c"))).version).toBe(0);
    });

    it("saves only over the version that was loaded", async () => {
      const key = keyOf("AB123CD");
      await under.store.save([change(key, 0, historyOf("e1"))]);
      const { version } = await load(key);
      expect(version).toBeGreaterThan(0);
      const stale = [0, version - 1, version + 1];
      for (const expected of stale) {
        expect(await under.store.save([change(key, expected, historyOf("e2"))])).toEqual([false]);
      }
      expect((await load(key)).history).toEqual(historyOf("e1"));
      expect(await under.store.save([change(key, version, historyOf("e2"))])).toEqual([true]);
      expect((await load(key)).version).toBeGreaterThan(version);
    });

    it("saves each change for itself", async () => {
      await under.store.save([change(keyOf("A"), 0, historyOf("e1"))]);
      const answers = await under.store.save([
        change(keyOf("A"), 0, historyOf("e2")),
        change(keyOf("B"), 0, historyOf("e3")),
      ]);
      expect(answers).toEqual([false, true]);
    });

    it("lets one of many writers win", async () => {
      const key = keyOf("HOT");
      const writers = Array.from({ length: 20 }, (_, index) =>
        under.store.save([change(key, 0, historyOf(`e${index}`))]),
      );
      const answers = (await Promise.all(writers)).flat();
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect((await load(key)).history).toEqual(historyOf(`e${answers.indexOf(true)}`));
    });

    it("forgets a history after its time, and never uses its version again", async () => {
      const key = keyOf("AB123CD");
      await under.store.save([{ ...change(key, 0, historyOf("e1")), keepForMs: 50 }]);
      const { version } = await load(key);
      await under.pass(100);
      expect((await load(key)).version).toBe(0);
      await under.store.save([change(key, 0, historyOf("e2"))]);
      expect((await load(key)).version).toBeGreaterThan(version);
    });

    it("takes a batch of thousands", async () => {
      const changes = Array.from({ length: 3_000 }, (_, index) =>
        change(keyOf(`P${index}`), 0, historyOf(`e${index}`, `x${index}`)),
      );
      expect((await under.store.save(changes)).every(Boolean)).toBe(true);
      const loaded = await under.store.load(changes.map(({ key }) => key));
      expect(loaded.map(({ history }) => history)).toEqual(changes.map(({ next }) => next));
    });
  });
}
