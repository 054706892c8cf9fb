import type { ReadOutcome } from "@boomgate/contracts";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Stores } from "../stores.js";
import { aFate, aParked, minuteOf } from "./reads.fixture.js";

/** @param open - opens an empty store */
export function readLedgerSuite(open: () => Promise<Stores>, clean: () => Promise<void>) {
  let stores: Stores;
  beforeEach(async () => {
    stores = await open();
  });
  afterEach(async () => {
    await stores.close();
    await clean();
  });
  const idsOf = async (...asked: Parameters<Stores["reads"]["list"]>) =>
    (await stores.reads.list(...asked)).map(({ id }) => id);

  describe("the ledger", () => {
    it("keeps a read as its outcome says", async () => {
      const stayId = "s-tkviyfvhedc5wtjrnqf2g4sbul";
      const said = {
        ...{ stayId, plateRead: "ab 123 cd", gateId: "north-1", confidence: 0.5 },
        candidates: [{ plate: "AB128CD", confidence: 0.25 }],
      };
      await stores.reads.save([aFate("x1", 5, { fate: "closed", revision: 7, ...said })]);
      const [read] = await stores.reads.list({}, 10);
      expect(read).toMatchObject({
        ...{ kind: "exit", lotId: "main", plate: "AB123CD", id: "x1", at: minuteOf(5) },
        ...{ fate: "closed", revision: 7, parked: undefined, ...said },
      });
    });

    it("keeps the fate of the highest revision, and what was parked beside it", async () => {
      await stores.reads.save([aFate("e1", 0, { fate: "closed", revision: 3, stayId: "s-a" })]);
      await stores.reads.save([aFate("e1", 0, { fate: "open", revision: 2 })]);
      await stores.reads.save([aParked("e1", 0), aParked("e2", 1)]);
      await stores.reads.save([aFate("e1", 0, { fate: "abandoned", revision: 4 })]);
      const [second, first] = await stores.reads.list({}, 10);
      expect(first).toMatchObject({ fate: "abandoned", revision: 4, stayId: undefined });
      expect(first?.parked?.code).toBe("TOO_LATE");
      expect(second).toMatchObject({ id: "e2", fate: undefined, revision: undefined });
    });

    it("holds the same whatever the order, the batches and the copies of outcomes", async () => {
      const anOutcome: fc.Arbitrary<ReadOutcome> = fc.oneof(
        fc
          .record({
            id: fc.nat({ max: 2 }),
            revision: fc.nat({ max: 5 }),
            detail: fc.nat({ max: 2 }),
          })
          .map(({ id, revision, detail }) =>
            aFate(`e${id}`, id, {
              // A fate is a function of the revision: two documents of one version are one document.
              ...{ revision, fate: revision % 2 === 0 ? "open" : "abandoned" },
              ...(detail === 0 ? {} : { gateId: `g${detail}`, confidence: detail / 4 }),
            }),
          ),
        fc
          .record({
            id: fc.nat({ max: 2 }),
            code: fc.constantFrom("A", "B"),
            minute: fc.nat({ max: 2 }),
          })
          .map(({ id, code, minute }) =>
            aParked(`e${id}`, id, { parkedCode: code, parkedAt: minuteOf(minute) }),
          ),
      );
      const shown = async () =>
        (await stores.reads.list({}, 10)).map((read) => ({ ...read, firstSeenAt: undefined }));
      await fc.assert(
        fc
          .asyncProperty(
            fc
              .array(anOutcome, { minLength: 1, maxLength: 8 })
              .chain((outcomes) =>
                fc.tuple(
                  fc.constant(outcomes),
                  fc.shuffledSubarray(outcomes, { minLength: outcomes.length }),
                ),
              ),
            async ([outcomes, shuffled]) => {
              await stores.reads.save(outcomes);
              const together = await shown();
              await stores.reads.deleteSome(minuteOf(1_000), 100);
              for (const outcome of shuffled) await stores.reads.save([outcome, outcome]);
              expect(await shown()).toEqual(together);
            },
          )
          .afterEach(async () => {
            while ((await stores.reads.deleteSome(minuteOf(1_000), 100)) > 0);
          }),
        { numRuns: 40 },
      );
    });

    it("lists newest first, page by page", async () => {
      await stores.reads.save(
        ["e1", "e2", "e3", "x3", "e4"].map((id, at) => aFate(id, at === 3 ? 2 : at)),
      );
      const first = await stores.reads.list({}, 2);
      expect(first.map(({ id }) => id)).toEqual(["e4", "x3"]);
      expect(await idsOf({}, 10, first[1])).toEqual(["e3", "e2", "e1"]);
    });

    it("filters by all that is asked", async () => {
      await stores.reads.save([
        aFate("e1", 0, { gateId: "north-1" }),
        aFate("e2", 1, { lotId: "ferry", fate: "abandoned" }),
        aFate("x3", 2, { plate: "OTHER1", fate: "unmatched" }),
        aParked("x4", 3),
        aFate("e5", 4, { plate: "", fate: "no_plate", revision: 0 }),
      ]);
      expect(await idsOf({ kind: "exit" }, 10)).toEqual(["x4", "x3"]);
      expect(await idsOf({ lotId: "ferry" }, 10)).toEqual(["e2"]);
      expect(await idsOf({ plates: [{ plate: "OTHER1" }] }, 10)).toEqual(["x3"]);
      expect(await idsOf({ plates: [] }, 10)).toEqual([]);
      expect(await idsOf({ eventId: "e1" }, 10)).toEqual(["e1"]);
      expect(await idsOf({ gateId: "north-1" }, 10)).toEqual(["e1"]);
      expect(await idsOf({ fates: ["open", "unmatched"] }, 10)).toEqual(["x3", "e1"]);
      expect(await idsOf({ isParked: true }, 10)).toEqual(["x4"]);
      await stores.reads.save([aParked("e1", 0, { parkedCode: "SUMMARY_REFUSED" })]);
      expect(await idsOf({ parked: "any" }, 10)).toEqual(["x4", "e1"]);
      expect(await idsOf({ parked: "TOO_LATE" }, 10)).toEqual(["x4"]);
      expect(await idsOf({ parked: "any", fates: ["open"] }, 10)).toEqual(["e1"]);
      expect(await idsOf({ fates: ["no_plate"], isParked: true }, 10)).toEqual(["e5", "x4"]);
      expect(await idsOf({ from: minuteOf(1), to: minuteOf(3) }, 10)).toEqual(["x3", "e2"]);
      const { at } = aFate("e1", 0);
      const to = new Date(at.getTime() + 1);
      expect(
        await idsOf(
          {
            kind: "entry",
            lotId: "main",
            plates: [{ plate: "AB123CD" }],
            eventId: "e1",
            from: at,
            to,
          },
          2,
        ),
      ).toEqual(["e1"]);
    });

    it("counts what became of reads", async () => {
      await stores.reads.save([
        aFate("e1", 0),
        aFate("e2", 1),
        aFate("x1", 2, { fate: "unmatched" }),
        aParked("x2", 3),
      ]);
      const counts = await stores.reads.count({ from: minuteOf(0), to: minuteOf(9) });
      expect(counts.toSorted((a, b) => (a.state < b.state ? -1 : 1))).toEqual([
        { kind: "entry", state: "open", count: 2 },
        { kind: "exit", state: "parked", count: 1 },
        { kind: "exit", state: "unmatched", count: 1 },
      ]);
    });

    it("forgets an erased plate for good, also where it was a candidate", async () => {
      const candidates = [{ plate: "AB123CD" }];
      await stores.reads.save([
        aFate("e1", 0),
        aFate("e1", 0, { lotId: "ferry" }),
        aFate("e2", 1, { plate: "AB128CD", candidates }),
        aFate("e3", 2, { plate: "AB129CD", candidates: [{ plate: "AB123CDE" }] }),
      ]);
      expect(await stores.reads.erase({ plate: "AB123CD", lots: { only: ["main"] } })).toBe(1);
      expect(await stores.reads.erase({ plate: "AB123CD" })).toBe(1);
      await stores.reads.save([aFate("e1", 0, { fate: "abandoned", revision: 9 }), aFate("e9", 9)]);
      const left = await stores.reads.list({}, 10);
      expect(left.map(({ id }) => id)).toEqual(["e9", "e3", "e2"]);
      expect(left.map((read) => read.candidates)).toEqual([
        undefined,
        [{ plate: "AB123CDE" }],
        undefined,
      ]);
    });

    it("forgets an erased plate also while its reads are being saved", async () => {
      const plates = Array.from({ length: 8 }, (_, index) => `AB${index}`);
      const outcomes = Array.from({ length: 400 }, (_, index) =>
        aFate(`e${index}`, index, { plate: plates[index % plates.length] ?? "" }),
      );
      await stores.reads.save(outcomes);
      const erased = new AbortController();
      const saveAgain = async (revision: number) => {
        for (; !erased.signal.aborted; revision += 2) {
          await stores.reads.save(outcomes.map((outcome) => ({ ...outcome, revision })));
        }
      };
      const saving = [2, 3].map((revision) => saveAgain(revision));
      for (const plate of plates) await stores.reads.erase({ plate });
      erased.abort();
      await Promise.all(saving);
      expect(await stores.reads.list({}, 10)).toEqual([]);
    });

    it("deletes what is older than an instant", async () => {
      await stores.reads.save([aFate("e1", 0), aFate("e2", 1), aFate("e3", 2)]);
      let steps = 0;
      while ((await stores.reads.deleteSome(minuteOf(2), 1)) > 0) steps += 1;
      expect(steps).toBe(2);
      expect(await idsOf({}, 10)).toEqual(["e3"]);
    });

    it("lets several writers write the same reads at once", async () => {
      const outcomes = Array.from({ length: 200 }, (_, index) => aFate(`e${index}`, index % 50));
      const writers = [1, 2, 3, 4].map((revision) =>
        stores.reads.save(
          outcomes.map((outcome) => ({ ...outcome, revision })).toSorted(() => revision - 2.5),
        ),
      );
      await Promise.all(writers);
      const kept = await stores.reads.list({}, 500);
      expect(kept).toHaveLength(200);
      expect(new Set(kept.map(({ revision }) => revision))).toEqual(new Set([4]));
    });
  });
}
