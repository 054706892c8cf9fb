import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { aStay } from "../store/stays/stays.fixture.js";
import type { Stores } from "../store/stores.js";
import { type Period, PERIODS } from "./calendar.js";
import { refreshRollups } from "./refresh.js";

/**
 * The order of two instances: the first has computed the hours, the second makes an hour due, and the first goes on
 * with the days.
 * @param open - empty, in UTC
 */
export function hourAfterDaySuite(open: () => Promise<Stores>, clean: () => Promise<void>) {
  let stores: Stores;
  beforeEach(async () => {
    stores = await open();
  });
  afterEach(async () => {
    await stores.close();
    await clean();
  });

  describe("rollups that are computed before an hour of theirs", () => {
    it("are not current, and are computed again after the hour", async () => {
      const { rollups, summaries } = stores;
      const save = (id: string) =>
        summaries.save([
          aStay({ id, exitedAt: new Date("2026-10-20T08:30:00Z"), durationSeconds: 600 }),
        ]);
      const compute = async (period: Period) => {
        for (const keys of await rollups.due(period, 9)) await rollups.recompute(keys);
      };
      const list = (period: Period) => rollups.list({ period }, 9);
      await save("a");
      await rollups.takeMarks();
      await compute("hour");
      await save("b");
      await rollups.takeMarks();
      for (const period of ["day", "month", "year"] as const) {
        await compute(period);
        expect(await list(period)).toMatchObject([{ peakOccupancy: 1, isCurrent: false }]);
      }
      const behind = await rollups.behindSince();
      expect(behind).toEqual(new Map(PERIODS.map((period) => [period, behind.get("hour")])));
      await refreshRollups(rollups);
      for (const period of PERIODS) {
        expect(await list(period)).toMatchObject([{ peakOccupancy: 2, isCurrent: true }]);
      }
      expect(await rollups.behindSince()).toEqual(new Map());
    });
  });
}
