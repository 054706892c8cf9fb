import { type FreshDatabase, freshDatabase } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { Client } from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Period, PERIODS, ZonedCalendar } from "../../rollups/calendar.js";
import { refreshRollups } from "../../rollups/refresh.js";
import { aStay } from "../stays/stays.fixture.js";
import type { Stores } from "../stores.js";
import { openPostgresStores } from "./open-postgres-stores.js";

const WAITING = `select pid from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock'`;

describeWith("postgres", "an hour and its day that two instances compute at once", (urls) => {
  let database: FreshDatabase;
  let stores: Stores;
  /** Holds a lock, so that a transaction of the stores stays open. */
  let holder: Client;

  beforeEach(async () => {
    database = await freshDatabase(urls.postgres);
    stores = await openPostgresStores({
      url: database.url,
      poolSize: 4,
      log: { warn: () => undefined },
      calendar: new ZonedCalendar("UTC"),
      now: () => new Date(),
    });
    holder = new Client({ connectionString: database.url });
    await holder.connect();
    // One car in each rollup; the second car makes the peak of all of them 2.
    await save("a");
    await refreshRollups(stores.rollups);
    await save("b");
    await stores.rollups.takeMarks();
  });

  afterEach(async () => {
    await holder.end();
    await stores.close();
    await database.drop();
  });

  const save = (id: string) =>
    stores.summaries.save([
      aStay({ id, exitedAt: new Date("2026-10-20T08:30:00Z"), durationSeconds: 600 }),
    ]);
  const compute = async (period: Period) => {
    for (const keys of await stores.rollups.due(period, 9)) await stores.rollups.recompute(keys);
  };
  const untilWaiting = (count: number) =>
    expect
      .poll(async () => {
        // Otherwise the transaction sees what it saw the first time.
        await holder.query("select pg_stat_clear_snapshot()");
        return (await holder.query(WAITING)).rowCount;
      })
      .toBe(count);
  const expectPeaksOfTwo = async () => {
    await refreshRollups(stores.rollups);
    for (const period of PERIODS) {
      expect(await stores.rollups.list({ period }, 9)).toMatchObject([{ peakOccupancy: 2 }]);
    }
  };

  it("leave the right peak when the hour ends while the day is computed", async () => {
    await holder.query("begin; select 1 from rollups where period = 'day' for update");
    const day = compute("day");
    await untilWaiting(1);
    const hour = compute("hour");
    await untilWaiting(2);
    await holder.query("commit");
    await Promise.all([day, hour]);
    await expectPeaksOfTwo();
  });

  it("leave the right peak when the day begins while the hour is computed", async () => {
    await holder.query("begin; select 1 from rollups_due where period = 'year' for update");
    const hour = compute("hour");
    await untilWaiting(1);
    const day = compute("day");
    await untilWaiting(2);
    await holder.query("commit");
    await Promise.all([day, hour]);
    await expectPeaksOfTwo();
  });

  it("leave a year that knows which of its stays are deleted when that happens meanwhile", async () => {
    for (const period of ["hour", "day", "month"] as const) await compute(period);
    await holder.query("begin; lock table stays in access exclusive mode");
    const year = compute("year");
    await untilWaiting(1);
    await holder.query(`delete from stays;
      insert into sink_facts values ('raw_stays_kept_from', '2026-10-21T00:00:00.000Z');
      commit`);
    await year;
    expect(await stores.rollups.list({ period: "year" }, 9)).toMatchObject([
      { stays: 2, totalSeconds: 1_200, distinctPlates: undefined },
    ]);
  });
});
