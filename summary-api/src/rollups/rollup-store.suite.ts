import type { StaySummary } from "@boomgate/contracts";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aStay } from "../store/stays/stays.fixture.js";
import type { Stores } from "../store/stores.js";
import { PERIODS, type Period, ZonedCalendar } from "./calendar.js";
import { referenceRollups } from "./reference-rollups.fixture.js";
import { refreshRollups } from "./refresh.js";

type Visit = Pick<NonNullable<Parameters<typeof aStay>[0]>, "plate" | "lotId" | "revision">;

const at = (text: string) => new Date(`2026-10-${text}Z`);

/** From one instant to another, both in October 2026: "25T00:30". */
function aVisit(id: string, from: string, to: string, more: Visit = {}): StaySummary {
  const exitedAt = at(to);
  const durationSeconds = (exitedAt.getTime() - at(from).getTime()) / 1_000;
  return aStay({ id, exitedAt, durationSeconds, ...more });
}

/** Stays of a run, each with an exit that never changes. */
const EXITS = 8;
const FIRST = { lotId: "main", quarter: 0 };

/**
 * What every database must make of the stays.
 * @param open - empty, in the time zone given; a second call opens the same data
 */
export function rollupStoreSuite(
  open: (timeZone: string) => Promise<Stores>,
  clean: () => Promise<void>,
) {
  const zone = "Europe/Berlin";
  let stores: Stores;
  beforeEach(async () => {
    stores = await open(zone);
  });
  afterEach(async () => {
    await stores.close();
    await clean();
  });

  const save = (...stays: StaySummary[]) => stores.summaries.save(stays);
  async function rollups(period: Period) {
    await refreshRollups(stores.rollups);
    return stores.rollups.list({ period }, 1_000);
  }

  describe("rollups", () => {
    it("have the figures of the stays of each hour", async () => {
      await save(
        aVisit("a", "20T08:00", "20T08:30", { plate: "AAA" }),
        aVisit("b", "20T08:10", "20T08:20", { plate: "AAA" }),
        aVisit("c", "20T07:50", "20T09:10", { plate: "BBB" }),
        aStay({ id: "v", status: "void", exitedAt: at("20T08:59") }),
      );
      const hours = await rollups("hour");
      expect(hours.map(({ stays, voids, peakOccupancy }) => [stays, voids, peakOccupancy])).toEqual(
        [
          [0, 0, 1],
          [2, 1, 3],
          [1, 0, 1],
        ],
      );
      expect(hours[1]).toMatchObject({
        startsAt: at("20T08:00"),
        endsAt: at("20T09:00"),
        distinctPlates: 1,
        totalSeconds: 2_400,
        p50Seconds: 600,
        p90Seconds: 1_800,
        isCurrent: true,
      });
      const [day] = await rollups("day");
      expect(day).toMatchObject({ stays: 3, voids: 1, distinctPlates: 2, peakOccupancy: 3 });
      expect(day).toMatchObject({ p50Seconds: 1_800, p95Seconds: 4_800, totalSeconds: 7_200 });
    });

    it("have 25 hours on the day of a clock change", async () => {
      await save(aVisit("a", "24T20:00", "26T01:00"));
      const inDay = (await rollups("hour")).filter(
        ({ startsAt }) => startsAt >= at("24T22:00") && startsAt < at("25T23:00"),
      );
      expect(inDay).toHaveLength(25);
      const days = await rollups("day");
      expect(days.map(({ startsAt }) => startsAt)).toEqual([
        at("23T22:00"),
        at("24T22:00"),
        at("25T23:00"),
      ]);
    });

    it("are computed again after late stays and corrections, at the old and the new time", async () => {
      await save(aVisit("a", "20T08:00", "20T08:30"), aVisit("b", "20T08:00", "20T10:40"));
      await rollups("hour");
      await save(aVisit("b", "20T10:00", "20T10:40", { revision: 2 }));
      await save(aVisit("late", "20T08:00", "20T08:01"));
      expect((await stores.rollups.list({ period: "hour" }, 9))[0]?.isCurrent).toBe(false);
      const hours = await rollups("hour");
      expect(hours.map(({ stays, startsAt }) => [stays, startsAt])).toEqual([
        [2, at("20T08:00")],
        [1, at("20T10:00")],
      ]);
      await save(aStay({ id: "b", revision: 3, status: "void", exitedAt: at("20T10:40") }));
      expect((await rollups("hour"))[1]).toMatchObject({ stays: 0, voids: 1, peakOccupancy: 0 });
    });

    it("do not count two cars at once when one leaves as another comes, also where an hour begins", async () => {
      await save(aVisit("a", "20T07:45", "20T08:00"), aVisit("b", "20T08:00", "20T08:15"));
      await save(aVisit("none", "20T08:15", "20T08:15"));
      for (const period of PERIODS) {
        for (const { peakOccupancy } of await rollups(period)) expect(peakOccupancy).toBe(1);
      }
    });

    it("are deleted where no stay is left", async () => {
      await save(aVisit("a", "20T08:00", "20T10:30"));
      expect(await rollups("hour")).toHaveLength(3);
      await save(aVisit("a", "20T10:00", "20T10:30", { revision: 2 }));
      expect((await rollups("hour")).map(({ startsAt }) => startsAt)).toEqual([at("20T10:00")]);
      expect(await rollups("year")).toHaveLength(1);
    });

    it("report the oldest change they do not contain, for each period", async () => {
      expect(await stores.rollups.behindSince()).toEqual(new Map());
      await save(aVisit("a", "20T08:00", "20T08:30"));
      const behind = await stores.rollups.behindSince();
      expect([...behind.keys()]).toEqual(PERIODS);
      await stores.rollups.takeMarks();
      const [hours = []] = await stores.rollups.due("hour", 9);
      expect(new Set(await stores.rollups.behindSince())).toEqual(new Set(behind));
      await stores.rollups.recompute(hours);
      expect((await stores.rollups.behindSince()).has("hour")).toBe(false);
      expect((await stores.rollups.behindSince()).get("day")).toEqual(behind.get("day"));
      await refreshRollups(stores.rollups);
      expect(await stores.rollups.behindSince()).toEqual(new Map());
    });

    it("are listed page by page, by lot and by the time they touch", async () => {
      await save(...["a", "b"].map((lotId) => aVisit(lotId, "20T08:00", "20T10:30", { lotId })));
      await refreshRollups(stores.rollups);
      const first = await stores.rollups.list({ period: "hour" }, 3);
      const rest = await stores.rollups.list({ period: "hour" }, 9, first[2]);
      const names = [...first, ...rest].map(
        ({ startsAt, lotId }) => `${startsAt.getUTCHours()}${lotId}`,
      );
      expect(names).toEqual(["8a", "8b", "9a", "9b", "10a", "10b"]);
      const some = await stores.rollups.list(
        { period: "hour", lotId: "a", from: at("20T08:30"), to: at("20T10:00") },
        9,
      );
      expect(some.map(({ startsAt }) => startsAt.getUTCHours())).toEqual([8, 9]);
    });

    it("are computed again from all stays in another time zone", async () => {
      await save(aVisit("a", "20T08:00", "20T22:30"));
      expect((await rollups("day"))[0]?.startsAt).toEqual(at("19T22:00"));
      await stores.close();
      stores = await open("UTC");
      expect((await rollups("day")).map(({ startsAt }) => startsAt)).toEqual([at("20T00:00")]);
    });

    it("equal a reference, in any order of saving and computing", async () => {
      const aRevision = fc.record({
        exit: fc.integer({ min: 0, max: EXITS - 1 }),
        revision: fc.integer({ min: 1, max: 3 }),
        plate: fc.constantFrom("AAA", "BBB", "CCC"),
        quarters: fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 100 })),
        isVoid: fc.boolean(),
      });
      const aStep = fc.oneof(
        fc.array(aRevision, { minLength: 1, maxLength: 6 }),
        fc.constant("compute" as const),
      );
      const anExit = fc.record({
        lotId: fc.constantFrom("main", "north"),
        quarter: fc.integer({ min: 0, max: 200 }),
      });
      const exits = fc.array(anExit, { minLength: EXITS, maxLength: EXITS });
      const plan = fc.array(aStep, { maxLength: 8 });
      let run = 0;
      const everything = fc.asyncProperty(exits, plan, async (ends, steps) => {
        run += 1; // each has stays and lots of its own
        const kept = new Map<string, StaySummary>();
        for (const step of steps) {
          if (step === "compute") {
            await refreshRollups(stores.rollups);
            continue;
          }
          const stays = step.map(({ exit, ...revision }) =>
            stayOf({ ...revision, id: `x${exit}`, ...(ends[exit] ?? FIRST) }, run),
          );
          await stores.summaries.save(stays);
          for (const stay of stays) {
            const before = kept.get(stay.stayId)?.revision ?? 0;
            if (stay.revision > before) kept.set(stay.stayId, stay);
          }
        }
        await refreshRollups(stores.rollups);
        for (const period of PERIODS) {
          for (const lotId of [`main${run}`, `north${run}`]) {
            const expected = referenceRollups(
              [...kept.values()].filter((stay) => stay.lotId === lotId),
              period,
              new ZonedCalendar(zone),
            );
            expect(await stores.rollups.list({ period, lotId }, 1_000)).toMatchObject(expected);
          }
        }
      });
      await fc.assert(everything, { numRuns: 25 });
    }, 60_000);

    it("are right for an hour that is computed again without the hour after it", async () => {
      const north = { revision: 1, plate: "AAA", lotId: "north", quarters: 0, isVoid: false };
      await stores.summaries.save([stayOf({ ...north, id: "e", quarter: 44 }, 0)]);
      await refreshRollups(stores.rollups);
      await stores.summaries.save([
        stayOf({ ...north, id: "a", quarter: 40, isVoid: true }, 0),
        stayOf({ ...north, id: "h", quarter: 48 }, 0),
      ]);
      await refreshRollups(stores.rollups);
      const hours = await stores.rollups.list({ period: "hour", lotId: "north0" }, 10);
      expect(hours.map(({ peakOccupancy }) => peakOccupancy)).toEqual([0, 1, 1]);
    });
  });
}

interface Revision {
  readonly id: string;
  readonly revision: number;
  readonly plate: string;
  readonly lotId: string;
  readonly quarter: number;
  readonly quarters: number;
  readonly isVoid: boolean;
}

/** Around the end of summer time. */
function stayOf(wanted: Revision, run: number): StaySummary {
  const { revision, plate, quarter, quarters, isVoid } = wanted;
  const [id, lotId] = [`${wanted.id}${run}`, `${wanted.lotId}${run}`];
  const exitedAt = new Date(at("24T12:00").getTime() + quarter * 900_000);
  const status = isVoid ? "void" : "closed";
  const common = { id, revision, plate, exitPlate: "AAA", lotId, exitedAt };
  return aStay({ ...common, status, durationSeconds: quarters * 900 });
}
