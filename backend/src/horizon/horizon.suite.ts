import { describe, expect, it } from "vitest";
import { type Lifetimes, lifetimesOf } from "../domain/lifetime.js";
import { HorizonWorld } from "./horizon.fixture.js";
import type { StoreUnderTest } from "../ports/store-under-test.fixture.js";
import type { HistoryRules } from "../processors/plate-histories.js";

const HOUR_MS = 3_600_000;

/** Small numbers, so that a test can reach every boundary exactly. */
const SMALL: HistoryRules = {
  horizonMs: 720,
  maxAheadMs: 30,
  rereadWindowMs: 12,
  clockSkewToleranceMs: 5,
  maxStayMs: 150,
};

/** The defaults. */
const REAL: HistoryRules = {
  horizonMs: 72 * HOUR_MS,
  maxAheadMs: HOUR_MS,
  rereadWindowMs: 30_000,
  clockSkewToleranceMs: 2_000,
  maxStayMs: 720 * HOUR_MS,
};

/** The stays follow from the accepted events, and an event in time is accepted, whatever pauses there are. */
export function describeHorizon(
  name: string,
  open: (lifetimes: Lifetimes) => Promise<StoreUnderTest>,
): void {
  const aWorld = async (rules: HistoryRules) =>
    new HorizonWorld(await open(lifetimesOf(rules)), rules);

  describe(name, () => {
    it.each([
      ["an entry is open in a quiet store", 150, "e@528 p530; x@587 p1501"],
      ["two reads are as near as the clocks may differ", 150, "x@445 p448; e@447 p1371"],
      [
        "a late entry is as near as a re-read",
        150,
        "x0@11440 p11440; x1@11452 p12892; e@11453 p13032",
      ],
      ["a read was stamped ahead", 150, "x@71 p45; e@54 p774"],
      ["a read was stamped ahead, and one near to it is late", 150, "x@71 p45; e@80 p799"],
      [
        "stays are longer than the horizon",
        2_200,
        "e@10 p10; x@2200 p2200; e2@100 p820; x2@2201 p2900",
      ],
      ["copies come many horizons later", 150, "e@0; x@1; e@0 p5000; x2@3 p5001; x@1 p9000"],
      ["an exit waits for its entry", 150, "x@100 p100; e@50 p769; x2@140 p770"],
    ])("when %s", async (_name, maxStayMs, script) => {
      const world = await aWorld({ ...SMALL, maxStayMs });
      for (const step of script.split("; ")) await world.process(step);
      expect(world.violations()).toEqual([]);
    });

    it("when the sink was away for longer than histories are kept", async () => {
      const world = await aWorld({ ...SMALL, maxStayMs: 200 });
      await world.process("e@309 p306");
      world.isSinkAway = true;
      expect(await world.process("x@367 p369")).toBe("DEPENDENCY_UNAVAILABLE");
      world.processed.pop(); // still unacked
      await world.until(1_748);
      world.isSinkAway = false;
      expect(await world.process("x@367 p1748")).toBe("repeated");
      expect(world.violations()).toEqual([]);
    });

    it("when a replica was frozen between load and save", async () => {
      const world = await aWorld({ ...SMALL, maxStayMs: 200 });
      const under = await open(lifetimesOf(SMALL));
      const frozen = new HorizonWorld(under, SMALL);
      await frozen.until(4_135);
      const save = under.store.save.bind(under.store);
      let isFrozen = true;
      const became = await frozen.record(
        { kind: "entry", id: "", atMs: under.now() - 3, plate: "AB123CD" },
        {
          save: async (changes) => {
            if (isFrozen) {
              isFrozen = false;
              await frozen.process("x@4167 p4356");
              await frozen.until(5_500);
            }
            return save(changes);
          },
        },
      );
      expect(became).toBe("TOO_LATE");
      expect(frozen.violations()).toEqual([]);
      expect(world.violations()).toEqual([]);
    });

    describe.each([2, 25, 40, 80, 800])("with a pause of %i hours", (pause) => {
      it.each([
        ["a copy of an entry that was closed", "e@0; x@1; e@0 p+; x2@3 p+"],
        ["copies of an abandoned entry", "e1@0; x1@1; e2@2; x2@3; e1@0 p+; x2@3 p+"],
        ["an entry whose gate was offline", "x@1; e@0 p+; x2@3 p+"],
        ["an entry between two reads", "e@0; x@1; e2@0.5 p+; x3@3 p+"],
        ["an exit that comes late, after a longer stay was ended", "e@0; x@13; x2@2 p+"],
        ["an exit that comes late, after an exit that had no entry", "e@0; x@800; x2@2 p+"],
      ])("after it %s", async (_name, script) => {
        const world = await aWorld(REAL);
        const steps = script.split("; ");
        const lastHour = Math.max(...steps.map((step) => Number(/@([\d.]+)/.exec(step)?.[1])));
        for (const step of steps) {
          const at = step.endsWith(" p+") ? `${step.slice(0, -1)}${lastHour + pause}` : step;
          await world.process(at, HOUR_MS);
        }
        expect(world.violations()).toEqual([]);
      });
    });

    it("an exit that ends a shorter stay comes two hours after the one that had ended none", async () => {
      const world = await aWorld({ ...REAL, maxStayMs: 12 * HOUR_MS });
      await world.process("e@8", HOUR_MS);
      expect(await world.process("x@21", HOUR_MS)).toBe("unmatched");
      expect(await world.process("x2@10 p23", HOUR_MS)).toBe("closed");
      expect(world.violations()).toEqual([]);
    });

    it("sixty visits of one plate wait behind an outage, entries first", async () => {
      const world = await aWorld(REAL);
      const hours = Array.from({ length: 60 }, (_, visit) => visit);
      for (const hour of hours) await world.process(`e${hour}@${hour} p61`, HOUR_MS);
      for (const hour of hours) await world.process(`x${hour}@${hour + 0.5} p61`, HOUR_MS);
      expect(
        world.processed.map(({ became }) => became).filter((one) => one === "closed"),
      ).toHaveLength(60);
      expect(world.violations()).toEqual([]);
    });

    it("a gate is offline for two days, while the car comes every day", async () => {
      const world = await aWorld(REAL);
      for (const day of [0, 1, 2]) await world.process(`e${day}@${day * 24 + 8}`, HOUR_MS);
      for (const day of [0, 1, 2]) {
        const became = await world.process(`x${day}@${day * 24 + 17} p66`, HOUR_MS);
        expect(became).toBe("closed");
      }
      expect(world.violations()).toEqual([]);
    });

    it("a month is backfilled into a new store, entries first, and events that are older than the floor are refused", async () => {
      const world = await aWorld(REAL);
      const days = Array.from({ length: 30 }, (_, day) => day);
      for (const day of days) await world.process(`e${day}@${day * 24 + 8} p1000`, HOUR_MS);
      for (const day of days) await world.process(`x${day}@${day * 24 + 17} p1001`, HOUR_MS);
      expect(world.violations()).toEqual([]);
      expect(world.processed.every(({ became }) => /^[a-z]/.test(became))).toBe(true);
      expect(await world.process("e@100 p1100", HOUR_MS)).toBe("TOO_LATE");
      expect(world.violations()).toEqual([]);
    });
  });
}
