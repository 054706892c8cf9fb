import type { StaySummary } from "@boomgate/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aStay, idOf } from "./stays.fixture.js";
import type { Stores } from "../stores.js";
import type { SummaryStore } from "./summary-store.js";

/**
 * What every store must do.
 * @param open - an empty store; a second call opens the same data
 * @param openOther - a second instance on the same data; where one process cannot have two, the same
 */
export function summaryStoreSuite(
  open: () => Promise<Stores>,
  clean: () => Promise<void>,
  openOther?: () => Promise<Stores>,
) {
  let stores: Stores;
  let store: SummaryStore;
  beforeEach(async () => {
    stores = await open();
    store = stores.summaries;
  });
  afterEach(async () => {
    await stores.close();
    await clean();
  });

  const inForce = async (id: string) => (await store.find(idOf(id)))?.revision;
  const history = async (id: string) =>
    (await store.superseded(idOf(id))).map((old) => old.revision);

  describe("saving", () => {
    it("returns saved stays, closed and void", async () => {
      const stays = [aStay({ id: "a" }), aStay({ id: "b", status: "void" })];
      expect(await store.save(stays)).toEqual(["new", "new"]);
      expect(await store.find(idOf("a"))).toMatchObject({ ...stays[0], corrections: 0 });
      expect(await store.find(idOf("b"))).toMatchObject({ ...stays[1], corrections: 0 });
      expect((await store.find(idOf("a")))?.receivedAt).toBeInstanceOf(Date);
      expect(await store.find(idOf("c"))).toBeUndefined();
      expect(await store.counts()).toEqual({ closed: 1, void: 1 });
    });

    it("replaces a lower revision and keeps it in the history", async () => {
      await store.save([aStay({ revision: 5 })]);
      expect(await store.save([aStay({ revision: 7, status: "void" })])).toEqual(["revised"]);
      expect(await store.save([aStay({ revision: 9 })])).toEqual(["revised"]);
      expect(await store.find(idOf("x1"))).toMatchObject({ revision: 9, corrections: 2 });
      expect(await history("x1")).toEqual([7, 5]);
      expect(await store.counts()).toEqual({ closed: 1, void: 0 });
    });

    it("changes nothing for an equal or a lower revision", async () => {
      await store.save([aStay({ revision: 5 })]);
      const other = aStay({ revision: 5, plate: "OTHER", exitPlate: "AB123CD" });
      const repeats = [other, aStay({ revision: 4 })];
      expect(await store.save(repeats)).toEqual(["known", "known"]);
      expect(await store.find(idOf("x1"))).toMatchObject({ revision: 5, plate: "AB123CD" });
      expect(await history("x1")).toEqual([]);
    });

    it("treats repeats within a batch as if they came one after the other", async () => {
      await store.save([aStay({ revision: 3 })]);
      const batch = [2, 4, 4, 7, 6].map((revision) => aStay({ revision }));
      const outcomes = await store.save([...batch, aStay({ id: "y" }), aStay({ id: "y" })]);
      expect(outcomes).toEqual(["known", "revised", "known", "revised", "known", "new", "known"]);
      expect(await store.find(idOf("x1"))).toMatchObject({ revision: 7, corrections: 2 });
      expect(await history("x1")).toEqual([4, 3]);
    });

    it("corrects stays of any month", async () => {
      const exits = ["2026-11-30T23:59:59.999Z", "2026-12-01T00:00:00Z", "2031-01-01T00:00:00Z"];
      const all = (revision: number) =>
        exits.map((exit) => aStay({ revision, exitedAt: new Date(exit) }));
      expect(await store.save(all(1))).toEqual(["new", "new", "new"]);
      expect(await store.save(all(2))).toEqual(["revised", "revised", "revised"]);
      expect(await store.counts()).toEqual({ closed: 3, void: 0 });
      for (const { stayId, exitedAt } of all(2)) {
        expect(await store.find(stayId)).toMatchObject({ revision: 2, exitedAt, corrections: 1 });
        expect(await store.superseded(stayId)).toMatchObject([{ revision: 1, exitedAt }]);
      }
    });

    it("keeps the highest revision when many write the same stays at once", async () => {
      const others = await openOther?.();
      const other = others?.summaries ?? store;
      const batches = Array.from({ length: 20 }, (_, round) =>
        Array.from({ length: 30 }, (_unused, stay) =>
          aStay({ id: `s${(stay * 7 + round) % 30}`, revision: 1 + ((round * 13 + stay) % 20) }),
        ),
      );
      const saved = batches.map((batch, index) => (index % 2 === 0 ? store : other).save(batch));
      await Promise.all(saved);
      await others?.close();
      expect(await store.counts()).toEqual({ closed: 30, void: 0 });
      for (let stay = 0; stay < 30; stay += 1) {
        const highest = Math.max(...revisionsOf(batches.flat(), `s${stay}`));
        expect(await inForce(`s${stay}`)).toBe(highest);
      }
    });

    it("keeps text as it is, also when it looks like SQL or markup", async () => {
      const lotId = `'); drop table stays; -- <b>"\\{},null`;
      await store.save([aStay({ id: lotId, lotId })]);
      const saved = await store.list({ exitEventId: lotId }, 2);
      expect(saved).toMatchObject([{ lotId, exitEventId: lotId, stayId: idOf(lotId, { lotId }) }]);
    });
  });

  describe("listing", () => {
    const atSecond = (second: number) => new Date(Date.UTC(2026, 10, 20, 8, 0, second));

    it("returns the newest exit first, page by page, while stays arrive", async () => {
      const ids = ["a", "b", "c", "d", "e"];
      const stays = ids.map((id, index) => aStay({ id, exitedAt: atSecond(index >> 1) }));
      await store.save(stays);
      const first = await store.list({}, 2);
      await store.save([aStay({ id: "new", exitedAt: atSecond(59) })]);
      const second = await store.list({}, 10, first[1]);
      const listed = stays.toSorted(byExitAndId).map(({ stayId }) => stayId);
      expect([...first, ...second].map(({ stayId }) => stayId)).toEqual(listed.toReversed());
    });

    it("filters by plate, lot, status and exit time, the end excluded", async () => {
      await store.save([
        aStay({ id: "a", plate: "AAA", exitedAt: atSecond(1) }),
        aStay({ id: "b", lotId: "north", exitedAt: atSecond(2) }),
        aStay({ id: "c", status: "void", exitedAt: atSecond(3) }),
      ]);
      const ids = async (filter: Parameters<SummaryStore["list"]>[0]) =>
        (await store.list(filter, 10)).map(({ exitEventId }) => exitEventId);
      expect(await ids({ plates: [{ plate: "AAA" }] })).toEqual(["a"]);
      expect(await ids({ lotId: "north" })).toEqual(["b"]);
      expect(await ids({ status: "void" })).toEqual(["c"]);
      expect(await ids({ from: atSecond(1), to: atSecond(3) })).toEqual(["b", "a"]);
    });

    it("finds a plate in each lot only as that lot compares plates", async () => {
      const plates = ["A1", "А1", "A1", "А1", "B2"]; // the second and the fourth are Cyrillic
      const lots = ["main", "main", "ferry", "ferry", "main"];
      await store.save(
        plates.map((plate, index) =>
          aStay({ id: `s${index}`, plate, lotId: lots[index] ?? "", exitedAt: atSecond(index) }),
        ),
      );
      const found = async (filter: Parameters<SummaryStore["list"]>[0]) =>
        (await store.list(filter, 10)).map(({ exitEventId }) => exitEventId);
      const latin = { plate: "A1", lots: { except: ["ferry", "harbour"] } };
      const cyrillic = { plate: "А1", lots: { only: ["harbour", "ferry"] } };
      expect(await found({ plates: [latin, cyrillic] })).toEqual(["s3", "s0"]);
      expect(await found({ plates: [latin, cyrillic], lotId: "main" })).toEqual(["s0"]);
      expect(await found({ plates: [latin] })).toEqual(["s0"]);
      expect(await found({ plates: [{ plate: "A1" }, { plate: "B2" }] })).toEqual([
        "s4",
        "s2",
        "s0",
      ]);
      expect(await found({ plates: [] })).toEqual([]);
    });
  });

  it("has all stays when it is opened again", async () => {
    await store.save([aStay()]);
    await stores.close();
    stores = await open();
    store = stores.summaries;
    expect(await inForce("x1")).toBe(1);
  });
}

const revisionsOf = (stays: readonly StaySummary[], id: string) =>
  stays.filter(({ exitEventId }) => exitEventId === id).map(({ revision }) => revision);

const byExitAndId = (a: StaySummary, b: StaySummary) =>
  a.exitedAt.getTime() - b.exitedAt.getTime() || (a.stayId < b.stayId ? -1 : 1);
