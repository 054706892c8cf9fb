import type { StaySummary } from "@boomgate/contracts";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aStay } from "./stays.fixture.js";
import type { Stores } from "../stores.js";
import type { SaveOutcome } from "./summary-store.js";

const HOUR_MS = 3_600_000;
const WEEK_MS = 168 * HOUR_MS;
const exitedAt = new Date("2026-11-20T09:00:00Z");
const after = (ms: number) => new Date(exitedAt.getTime() + ms);

/**
 * What identifies a stay in every store.
 * @param open - an empty store; a second call opens the same data
 * @param openOther - a second instance on the same data; where one process cannot have two, the same
 */
export function stayIdentitySuite(
  open: () => Promise<Stores>,
  clean: () => Promise<void>,
  openOther?: () => Promise<Stores>,
) {
  let stores: Stores;
  beforeEach(async () => {
    stores = await open();
  });
  afterEach(async () => {
    await stores.close();
    await clean();
  });
  const save = (...stays: StaySummary[]) => stores.summaries.save(stays);
  const platesOf = async (exitEventId: string) =>
    (await stores.summaries.list({ exitEventId }, 100)).map(({ exitPlate }) => exitPlate);

  describe("the identity of a stay", () => {
    it.each([
      ["of another lot", { lotId: "north", plate: "EF456GH" }],
      ["of another camera, a moment later", { exitedAt: after(1), plate: "EF456GH" }],
      ["that is used again after a week", { exitedAt: after(WEEK_MS) }],
    ])("keeps two stays apart whose exits have one id: %s", async (_what, other) => {
      const both = [aStay({ id: "17", exitedAt }), aStay({ id: "17", exitedAt, ...other })];
      expect(await save(...both)).toEqual(["new", "new"]);
      expect(await save(...both)).toEqual(["known", "known"]);
      for (const stay of both) expect(await stores.summaries.find(stay.stayId)).toMatchObject(stay);
      expect(await stores.summaries.list({ exitEventId: "17" }, 10)).toHaveLength(2);
      expect(await stores.summaries.counts()).toEqual({ closed: 2, void: 0 });
    });

    it("belongs to the first of two exits that differ in their plate alone", async () => {
      const first = aStay({ revision: 5, plate: "FIRST" });
      const others = [4, 5, 6, Number.MAX_SAFE_INTEGER].flatMap((revision) => [
        aStay({ revision, plate: "SECOND" }),
        aStay({ revision, plate: "FIRST", exitPlate: "SECOND", status: "void" }),
      ]);
      expect(await save(first)).toEqual(["new"]);
      expect(await save(...others)).toEqual(others.map(() => "rejected"));
      expect(await stores.summaries.find(first.stayId)).toMatchObject({ ...first, corrections: 0 });
      expect(await stores.summaries.superseded(first.stayId)).toEqual([]);
      const correction = aStay({ revision: 6, plate: "THIRD", exitPlate: "FIRST" });
      expect(await save(correction)).toEqual(["revised"]);
      expect(await stores.summaries.find(first.stayId)).toMatchObject(correction);
    });

    it("belongs to one of the instances that save at the same moment", async () => {
      const others = await openOther?.();
      const writers = [stores.summaries, others?.summaries ?? stores.summaries];
      for (let round = 1; round <= 5; round += 1) {
        const saving = ["AAA", "BBB", "CCC", "DDD"].map(async (plate, index) => {
          const revision = 9 + index; // each instance has a higher one than the last
          const stays = Array.from({ length: 60 }, (_, place) =>
            aStay({ id: `x${place}`, plate, exitedAt: after(round), revision }),
          );
          const sent = index < 2 ? stays : stays.toReversed();
          const outcomes = (await writers[index % 2]?.save(sent)) ?? [];
          return new Map(sent.map(({ stayId }, place) => [stayId, outcomes[place]]));
        });
        const outcomes = await Promise.all(saving);
        for (const stayId of outcomes[0]?.keys() ?? []) {
          const ofStay = outcomes.map((each) => each.get(stayId));
          expect(ofStay.filter((outcome) => outcome === "new")).toHaveLength(1);
          expect(ofStay.filter((outcome) => outcome === "rejected")).toHaveLength(3);
        }
      }
      await others?.close();
      expect(await stores.summaries.counts()).toEqual({ closed: 300, void: 0 });
      const corrected = (await stores.summaries.list({}, 300)).filter((stay) => stay.corrections);
      expect(corrected).toEqual([]);
    });

    it("is the same within and across arrays as for stays saved one after the other", async () => {
      const plates = ["AAA", "BBB", "CCC"] as const;
      const aRevision = fc.record({
        exit: fc.integer({ min: 0, max: 2 }),
        revision: fc.integer({ min: 1, max: 4 }),
        exitPlate: fc.constantFrom(...plates),
        isErasedFirst: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
      });
      let run = 0;
      const everything = fc.asyncProperty(
        fc.array(fc.array(aRevision, { minLength: 1, maxLength: 12 }), { maxLength: 4 }),
        async (arrays) => {
          run += 1; // each has stays and plates of its own
          const kept = new Map<string, Kept>();
          for (const revisions of arrays) {
            const plate = `${revisions[0]?.exitPlate}${run}`;
            if (revisions[0]?.isErasedFirst) {
              await stores.erasure.erase({ plate });
              for (const [id, one] of kept) {
                if (one.exitPlate === plate) kept.set(id, { exitPlate: undefined, revision: 0 });
              }
            }
            const stays = revisions.map(({ exit, revision, exitPlate }) =>
              aStay({ id: `x${run}-${exit}`, revision, plate: `${exitPlate}${run}` }),
            );
            expect(await save(...stays)).toEqual(stays.map((stay) => outcomeOf(stay, kept)));
          }
          for (const [id, { exitPlate, revision }] of kept) {
            const found = await stores.summaries.find(id);
            if (exitPlate === undefined) expect(found).toBeUndefined();
            else expect(found).toMatchObject({ exitPlate, revision });
          }
        },
      );
      await fc.assert(everything, { numRuns: 150 });
    }, 60_000);

    it("handles many plates for one id in one array quickly", async () => {
      const stays = Array.from({ length: 4_000 }, (_, index) => aStay({ plate: `P${index}` }));
      const startedMs = performance.now();
      const outcomes = await save(...stays);
      expect(performance.now() - startedMs).toBeLessThan(2_000);
      expect(outcomes.indexOf("new")).toBe(0);
      expect(outcomes.filter((outcome) => outcome === "rejected")).toHaveLength(3_999);
      expect(await platesOf("x1")).toEqual(["P0"]);
    });
  });

  describe("finding stays by the ids of their events", () => {
    it("returns all with this id, newest exit first, together with other filters and page by page", async () => {
      const stays = Array.from({ length: 5 }, (_, week) => ({
        ...aStay({ id: "17", exitedAt: after(week * WEEK_MS), lotId: week > 2 ? "north" : "main" }),
        entryEventId: week % 2 === 0 ? "4" : "17",
      }));
      await save(...stays, aStay({ id: "4" }), aStay({ id: "17", status: "void" }));
      const { summaries } = stores;
      const exits = await summaries.list({ exitEventId: "17" }, 10);
      expect(exits).toHaveLength(6);
      const first = await summaries.list({ exitEventId: "17" }, 2);
      const rest = await summaries.list({ exitEventId: "17" }, 10, first[1]);
      expect([...first, ...rest]).toEqual(exits);
      const entries = await summaries.list({ entryEventId: "4", exitEventId: "17" }, 10);
      expect(entries.map(({ stayId }) => stayId)).toEqual(
        [4, 2, 0].map((week) => stays[week]?.stayId),
      );
      expect(await summaries.list({ entryEventId: "17", lotId: "north" }, 10)).toHaveLength(1);
      expect(await summaries.list({ entryEventId: "18" }, 10)).toEqual([]);
    });

    it("follows a correction to another entry", async () => {
      await save(aStay());
      await save({ ...aStay({ revision: 2 }), entryEventId: "e2" } as StaySummary);
      expect(await stores.summaries.list({ entryEventId: "entry-of-x1" }, 10)).toEqual([]);
      expect(await stores.summaries.list({ entryEventId: "e2" }, 10)).toHaveLength(1);
    });
  });

  describe("erasing a plate that an exit was read as", () => {
    it("deletes the stay, whatever plate it has now, and stores it no more", async () => {
      await save(aStay({ id: "a", plate: "TRUE", exitPlate: "READ" }), aStay({ plate: "READ" }));
      await save(aStay({ id: "a", plate: "TRUER", exitPlate: "READ", revision: 2 }));
      await save(aStay({ id: "b", plate: "TRUE" }));
      expect(await stores.erasure.erase({ plate: "READ" })).toEqual({ stays: 2, superseded: 1 });
      const back = ["READ", "TRUE"].map((exitPlate) => aStay({ id: "a", exitPlate, revision: 3 }));
      expect(await save(...back)).toEqual(["known", "known"]);
      const left = await stores.summaries.list({}, 10);
      expect(left.map(({ exitEventId }) => exitEventId)).toEqual(["b"]);
    });
  });
}

interface Kept {
  /** `undefined`: it was erased. */
  readonly exitPlate: string | undefined;
  readonly revision: number;
}

/** The reference: saves one summary in the simplest way. */
function outcomeOf(stay: StaySummary, kept: Map<string, Kept>): SaveOutcome {
  const { stayId, exitPlate, revision } = stay;
  const before = kept.get(stayId);
  if (before === undefined) {
    kept.set(stayId, { exitPlate, revision });
    return "new";
  }
  if (before.exitPlate === undefined) return "known";
  if (before.exitPlate !== exitPlate) return "rejected";
  if (before.revision >= revision) return "known";
  kept.set(stayId, { exitPlate, revision });
  return "revised";
}
