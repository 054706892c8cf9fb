import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { refreshRollups } from "../rollups/refresh.js";
import { aStay, idOf } from "../store/stays/stays.fixture.js";
import type { Stores } from "../store/stores.js";

/** @param open - opens an empty store */
export function plateErasureSuite(open: () => Promise<Stores>, clean: () => Promise<void>) {
  let stores: Stores;
  beforeEach(async () => {
    stores = await open();
  });
  afterEach(async () => {
    await stores.close();
    await clean();
  });

  const save = (...stays: Parameters<typeof aStay>[0][]) =>
    stores.summaries.save(stays.map((wanted) => aStay(wanted)));

  describe("erasing a plate", () => {
    it("deletes its stays and its superseded revisions, and no others", async () => {
      await save({ id: "a", plate: "AAA" }, { id: "b", plate: "AAA", status: "void" });
      await save(
        { id: "c", plate: "AAAB" },
        { id: "d", plate: "AAA", exitPlate: "DDD" },
        { id: "a", revision: 2, plate: "AAA" },
      );
      await save({ id: "d", revision: 2, plate: "BBB", exitPlate: "DDD" });
      expect(await stores.erasure.erase({ plate: "AAA" })).toEqual({ stays: 2, superseded: 2 });
      const left = await stores.summaries.list({}, 10);
      expect(left.map(({ exitEventId }) => exitEventId).toSorted()).toEqual(["c", "d"]);
      expect(await stores.summaries.find(idOf("a"))).toBeUndefined();
      expect(await stores.summaries.superseded(idOf("a"))).toEqual([]);
      expect(await stores.summaries.superseded(idOf("d"))).toEqual([]);
      expect(await stores.erasure.erase({ plate: "AAA" })).toEqual({ stays: 0, superseded: 0 });
    });

    it("deletes a plate only in the given lots", async () => {
      const inLots = ["main", "ferry", "harbour"].map((lotId) => ({
        id: lotId,
        lotId,
        plate: "A1",
      }));
      await save(...inLots);
      await save(...inLots.map((stay) => ({ ...stay, revision: 2 })));
      const left = async () =>
        (await stores.summaries.list({}, 10)).map(({ exitEventId }) => exitEventId).toSorted();
      const inFerry = { plate: "A1", lots: { only: ["ferry", "nowhere"] } };
      expect(await stores.erasure.erase(inFerry)).toEqual({ stays: 1, superseded: 1 });
      expect(await left()).toEqual(["harbour", "main"]);
      const notInMain = { plate: "A1", lots: { except: ["main"] } };
      expect(await stores.erasure.erase(notInMain)).toEqual({ stays: 1, superseded: 1 });
      expect(await left()).toEqual(["main"]);
      expect(await save({ id: "ferry", lotId: "ferry", plate: "A1", revision: 3 })).toEqual([
        "known",
      ]);
      expect(await save({ id: "main", plate: "A1", revision: 3 })).toEqual(["revised"]);
    });

    it("does not store an erased stay again, also corrected or after a rebuild", async () => {
      await save({ revision: 5 });
      await stores.erasure.erase({ plate: "AB123CD" });
      expect(await save({ revision: 5 }, { revision: 4 })).toEqual(["known", "known"]);
      expect(await save({ revision: 6 }, { id: "x2", revision: 6 })).toEqual(["known", "new"]);
      expect(await save({ revision: 8_000_000_000_000_000 })).toEqual(["known"]);
      expect(await stores.summaries.find(idOf("x1"))).toBeUndefined();
      expect(await stores.summaries.counts()).toEqual({ closed: 1, void: 0 });
    });

    it("deletes stays that are revised at the same time", async () => {
      const ids = Array.from({ length: 40 }, (_, index) => `r${index}`);
      const all = (revision: number) => save(...ids.map((id) => ({ id, revision, plate: "AAA" })));
      await all(1);
      const revising = (async () => {
        for (let revision = 2; revision < 12; revision += 1) await all(revision);
      })();
      await stores.erasure.erase({ plate: "AAA" });
      await revising;
      expect(await stores.summaries.counts()).toEqual({ closed: 0, void: 0 });
      expect(await all(20)).toEqual(ids.map(() => "known"));
    });

    it("removes the stays from the rollups", async () => {
      await save({ id: "a", plate: "AAA" }, { id: "b", plate: "BBB" });
      await refreshRollups(stores.rollups);
      await stores.erasure.erase({ plate: "AAA" });
      await refreshRollups(stores.rollups);
      const [day] = await stores.rollups.list({ period: "day" }, 1);
      expect(day).toMatchObject({ stays: 1, distinctPlates: 1, peakOccupancy: 1 });
    });
  });
}
