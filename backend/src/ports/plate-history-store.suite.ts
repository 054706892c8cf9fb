import { beforeEach, describe, expect, it } from "vitest";
import { EMPTY_HISTORY, type PlateKey } from "../domain/plate-history.js";
import type { HistoryChange, StoredHistory } from "./plate-history-store.js";
import {
  change,
  historyOf,
  keyOf,
  LIFETIMES,
  type StoreUnderTest,
} from "./store-under-test.fixture.js";

/** What every adapter of the history store does. @param open - an empty store */
export function describePlateHistoryStore(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    let under: StoreUnderTest;
    beforeEach(async () => {
      under = await open();
    });

    const load = async (key: PlateKey) => {
      const [loaded] = (await under.store.load([key])).histories;
      if (!loaded || "unreadable" in loaded) throw new Error("nothing was loaded");
      return loaded satisfies StoredHistory;
    };
    const save = async (...changes: readonly HistoryChange[]) => {
      const results = await under.store.save(changes);
      return results.map((result) => (typeof result === "number" ? "saved" : result));
    };
    const saveOne = async (one: HistoryChange): Promise<number> => {
      const [version] = await under.store.save([one]);
      if (typeof version !== "number") throw new Error(`not saved: ${version}`);
      return version;
    };
    const isKept = async (key: PlateKey) => (await load(key)).version > 0;
    /** The first boundary after `ms` from now. */
    const boundaryIn = (ms: number) => {
      const { slotMs } = LIFETIMES;
      return Math.floor((under.now() + ms) / slotMs) * slotMs + slotMs;
    };
    const passUntil = (ms: number) => under.pass(ms - under.now());

    it("gives the empty history of version 0 for a key that was never saved", async () => {
      const nothing = { version: 0, history: EMPTY_HISTORY, isUnposted: false };
      expect(await load(keyOf("AB123CD"))).toEqual(nothing);
      expect((await under.store.load([])).histories).toEqual([]);
    });

    it("gives back what was saved, in the order of the keys", async () => {
      const one = historyOf("e1", "x1", "e|2", 'x"3');
      const other = historyOf("e9");
      const [a, b] = [keyOf("AB123CD"), keyOf("Ж77É", "lot:north/é")];
      expect(await save(change(a, 0, one), change(b, 0, other))).toEqual(["saved", "saved"]);
      const { histories } = await under.store.load([b, keyOf("NEVER"), a]);
      expect(histories).toMatchObject([
        { history: other },
        { history: EMPTY_HISTORY },
        { history: one },
      ]);
    });

    it("gives the time of its clock", async () => {
      const { nowMs } = await under.store.load([]);
      expect(Math.abs(nowMs - under.now())).toBeLessThan(10_000);
    });

    it("keeps the same plate in two lots apart, whatever their names", async () => {
      await save(change(keyOf("A", "b:c"), 0, historyOf("e1")));
      expect((await load(keyOf("A", "b"))).version).toBe(0);
      expect((await load(keyOf("A", "c"))).version).toBe(0);
    });

    it("saves only over the version that was loaded", async () => {
      const key = keyOf("AB123CD");
      const saved = await saveOne(change(key, 0, historyOf("e1")));
      const { version } = await load(key);
      expect(version).toBe(saved);
      expect(version).toBeGreaterThan(0);
      const stale = [0, version - 1, version + 1];
      for (const expected of stale) {
        expect(await save(change(key, expected, historyOf("e2")))).toEqual(["changed"]);
      }
      expect((await load(key)).history).toEqual(historyOf("e1"));
      expect(await save(change(key, version, historyOf("e2")))).toEqual(["saved"]);
      expect((await load(key)).version).toBeGreaterThan(version);
    });

    it("saves each change for itself", async () => {
      await save(change(keyOf("A"), 0, historyOf("e1")));
      const changes = [
        change(keyOf("A"), 0, historyOf("e2")),
        change(keyOf("B"), 0, historyOf("e3")),
      ];
      expect(await save(...changes)).toEqual(["changed", "saved"]);
    });

    it("lets one of many writers win", async () => {
      const key = keyOf("HOT");
      const writers = Array.from({ length: 20 }, (_, index) =>
        save(change(key, 0, historyOf(`e${index}`))),
      );
      const answers = (await Promise.all(writers)).flat();
      expect(answers.filter((answer) => answer === "saved")).toHaveLength(1);
      expect((await load(key)).history).toEqual(historyOf(`e${answers.indexOf("saved")}`));
    });

    it("takes a batch of thousands", async () => {
      const changes = Array.from({ length: 3_000 }, (_, index) =>
        change(keyOf(`P${index}`), 0, historyOf(`e${index}`, `x${index}`)),
      );
      expect(new Set(await save(...changes))).toEqual(new Set(["saved"]));
      const { histories } = await under.store.load(changes.map(({ key }) => key));
      expect(histories).toMatchObject(changes.map(({ next }) => ({ history: next })));
    });

    describe("what is due", () => {
      const key = keyOf("AB123CD");

      it("is kept until the boundary, forgotten then, and its version never used again", async () => {
        await under.pass(boundaryIn(0) + 3 - under.now());
        const dueMs = boundaryIn(LIFETIMES.afterSaveMs);
        const version = await saveOne(change(key, 0, historyOf("e1"), { mattersUntilMs: 7_000 }));
        await passUntil(dueMs - 1);
        expect(await isKept(key)).toBe(true);
        expect(await under.store.currentFloorMs()).toBe(Number.NEGATIVE_INFINITY);
        await passUntil(dueMs);
        expect(await isKept(key)).toBe(false);
        expect(await under.store.currentFloorMs()).toBe(7_000);
        expect(await saveOne(change(key, 0, historyOf("e2")))).toBeGreaterThan(version);
      });

      it("is kept longer while an entry is open", async () => {
        const until = { mattersUntilMs: 7_000, openUntilMs: 9_000 };
        const [dueMs, openDueMs] = [LIFETIMES.afterSaveMs, LIFETIMES.afterSaveOpenMs].map(
          boundaryIn,
        ) as [number, number];
        await saveOne(change(key, 0, historyOf("e1"), until));
        await passUntil(dueMs);
        expect(await isKept(key)).toBe(true);
        expect(await under.store.currentFloorMs()).toBe(7_000);
        await passUntil(openDueMs);
        expect(await isKept(key)).toBe(false);
        expect(await under.store.currentFloorMs()).toBe(9_000);
      });

      it("keeps the latest due time it ever had", async () => {
        const openDueMs = boundaryIn(LIFETIMES.afterSaveOpenMs);
        const version = await saveOne(change(key, 0, historyOf("e1"), { openUntilMs: 9_000 }));
        await saveOne(change(key, version, historyOf("e1", "x1"), { mattersUntilMs: 8_000 }));
        await passUntil(openDueMs - 1);
        expect(await isKept(key)).toBe(true);
        await passUntil(openDueMs);
        expect(await isKept(key)).toBe(false);
      });

      it("raises the floor to the latest instant, and never lowers it", async () => {
        await saveOne(change(keyOf("A"), 0, historyOf("e1"), { mattersUntilMs: 7_000 }));
        await saveOne(change(keyOf("B"), 0, historyOf("e2"), { mattersUntilMs: 6_000 }));
        await under.pass(LIFETIMES.afterSaveMs + 2 * LIFETIMES.slotMs);
        expect(await under.store.currentFloorMs()).toBe(7_000);
        await saveOne(change(keyOf("C"), 0, historyOf("e3"), { mattersUntilMs: 5_000 }));
        await under.pass(LIFETIMES.afterSaveMs + 2 * LIFETIMES.slotMs);
        expect(await under.store.currentFloorMs()).toBe(7_000);
        await under.store.raiseFloor(6_500);
        expect(await under.store.currentFloorMs()).toBe(7_000);
        await under.store.raiseFloor(-5);
        await under.store.raiseFloor(7_500);
        expect(await under.store.currentFloorMs()).toBe(7_500);
        expect(under.store.floorMs).toBe(7_500);
      });

      it("refuses reads that are no longer above the floor, and returns the floor", async () => {
        await saveOne(change(keyOf("A"), 0, historyOf("e1"), { mattersUntilMs: 7_000 }));
        await under.pass(LIFETIMES.afterSaveMs + 2 * LIFETIMES.slotMs);
        const at = (oldestNewMs: number) => change(key, 0, historyOf("e2"), { oldestNewMs });
        expect(await save(at(7_000))).toEqual(["below_floor"]);
        expect(under.store.floorMs).toBe(7_000);
        expect(await isKept(key)).toBe(false);
        expect(await save(at(7_001))).toEqual(["saved"]);
        expect((await under.store.load([])).floorMs).toBe(7_000);
      });
    });

    describe("what is not posted", () => {
      const key = keyOf("AB123CD");
      const unposted = { mattersUntilMs: 7_000, isUnposted: true };
      const long = 3 * LIFETIMES.afterSaveOpenMs;

      it("is kept until it is posted, and a lifetime longer", async () => {
        const version = await saveOne(change(key, 0, historyOf("e1", "x1"), unposted));
        await under.pass(long);
        expect(await load(key)).toMatchObject({ isUnposted: true, history: historyOf("e1", "x1") });
        expect(await under.store.currentFloorMs()).toBe(7_000);
        const dueMs = boundaryIn(LIFETIMES.afterSaveMs);
        await under.store.posted([{ key, version, andEarlier: false }]);
        expect(await load(key)).toMatchObject({ isUnposted: false, version });
        await passUntil(dueMs - 1);
        expect(await isKept(key)).toBe(true);
        await passUntil(dueMs);
        expect(await isKept(key)).toBe(false);
      });

      it("is not forgotten before its time when it is posted at once", async () => {
        const openDueMs = boundaryIn(LIFETIMES.afterSaveOpenMs);
        const more = { ...unposted, openUntilMs: 9_000 };
        const version = await saveOne(change(key, 0, historyOf("e1", "x1"), more));
        await under.store.posted([{ key, version, andEarlier: false }]);
        await passUntil(openDueMs - 1);
        expect(await isKept(key)).toBe(true);
        await passUntil(openDueMs);
        expect(await isKept(key)).toBe(false);
      });

      it("is counted for each save, unless all earlier ones are posted as well", async () => {
        const first = await saveOne(change(key, 0, historyOf("e1", "x1"), unposted));
        const second = await saveOne(change(key, first, historyOf("e1", "x2"), unposted));
        const third = await saveOne(change(key, second, historyOf("e1", "x3")));
        await under.store.posted([{ key, version: second, andEarlier: false }]);
        expect((await load(key)).isUnposted).toBe(true);
        await under.store.posted([{ key, version: second, andEarlier: false }]);
        await under.store.posted([{ key, version: third, andEarlier: false }]);
        expect((await load(key)).isUnposted).toBe(true);
        await under.store.posted([{ key, version: third, andEarlier: true }]);
        expect(await load(key)).toMatchObject({ isUnposted: false, version: third });
      });

      it("may be of a plate that was forgotten", async () => {
        await under.store.posted([{ key, version: 5, andEarlier: true }]);
        expect(await isKept(key)).toBe(false);
      });
    });
  });
}
