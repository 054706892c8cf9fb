import { type FreshDatabase, freshDatabase } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { Client } from "pg";
import { describe, expect, it } from "vitest";
import { PERIODS, ZonedCalendar } from "../../rollups/calendar.js";
import { referenceRollups } from "../../rollups/reference-rollups.fixture.js";
import { refreshRollups } from "../../rollups/refresh.js";
import { plateErasureSuite } from "../../erasure/plate-erasure.suite.js";
import { plateKeySuite } from "../../plates/plate-key.suite.js";
import { rawRetentionSuite } from "../../retention/raw-retention.suite.js";
import { hourAfterDaySuite } from "../../rollups/hour-after-day.suite.js";
import { rollupStoreSuite } from "../../rollups/rollup-store.suite.js";
import { openPostgresStores } from "./open-postgres-stores.js";
import { aStay } from "../stays/stays.fixture.js";
import { readLedgerSuite } from "../reads/read-ledger.suite.js";
import { stayIdentitySuite } from "../stays/stay-identity.suite.js";
import { otherVersionSuite } from "../other-version.suite.js";
import { summaryStoreSuite } from "../stays/summary-store.suite.js";

interface Wanted {
  readonly timeZone?: string;
  readonly plateKey?: string | undefined;
  readonly warn?: (fields: unknown) => void;
  readonly now?: () => Date;
}

const systemNow = () => new Date();
/** No durability needed: the suites commit thousands of times, and their data is deleted afterwards. */
const WITHOUT_DISK = "options=-c%20synchronous_commit%3Doff";

const openStores = (
  url: string,
  { timeZone = "UTC", plateKey, warn = () => undefined, now = systemNow }: Wanted = {},
) =>
  openPostgresStores({
    url,
    poolSize: 4,
    log: { warn },
    calendar: new ZonedCalendar(timeZone),
    plateKey,
    now,
  });

const UNSTAYED_GUARDS = `select count(*) as ids from stay_guards
  where stay_id not in (select stay_id from stays)`;

describeWith("postgres", "the store in PostgreSQL", (urls) => {
  let database: FreshDatabase | undefined;
  const open = async (timeZone = "UTC", plateKey?: string) => {
    database ??= await freshDatabase(urls.postgres);
    return openStores(`${database.url}?${WITHOUT_DISK}`, { timeZone, plateKey });
  };
  const run = async (statement: string) => {
    const client = new Client({ connectionString: database?.url });
    await client.connect();
    const { rows } = await client.query(statement);
    await client.end();
    return rows as readonly Readonly<Record<string, unknown>>[];
  };
  const rememberedIds = async () => Number((await run(UNSTAYED_GUARDS))[0]?.["ids"]);
  const clean = async () => {
    await database?.drop();
    database = undefined;
  };
  describe("begins", () => otherVersionSuite(() => open(), clean, run));
  describe("saves and lists", () =>
    summaryStoreSuite(
      () => open(),
      clean,
      () => open(),
    ));
  describe("identifies", () =>
    stayIdentitySuite(
      () => open(),
      clean,
      () => open(),
    ));
  describe("adds up", () => rollupStoreSuite(open, clean));
  describe("keeps what became of reads", () => readLedgerSuite(() => open(), clean));
  describe("adds up again", () => hourAfterDaySuite(() => open(), clean));
  describe("erases", () => plateErasureSuite(() => open(), clean));
  describe("hashes", () => plateKeySuite((key) => open("UTC", key), clean, run));

  it("accepts one of the keys when several instances start with different ones at once", async () => {
    database = await freshDatabase(urls.postgres);
    const keys = ["a", "b", "c", "d"];
    const opened = await Promise.allSettled(keys.map((key) => open("UTC", key)));
    const stores = opened.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
    expect(stores).toHaveLength(1);
    await stores[0]?.close();
    await clean();
  });
  describe("deletes", () => rawRetentionSuite(() => open(), clean, rememberedIds));
});

describeWith("postgres", "a store whose connections end", (urls) => {
  it("fails the call and works again afterwards, also when a query was running", async () => {
    const database = await freshDatabase(urls.postgres);
    const lost: unknown[] = [];
    const stores = await openStores(database.url, { warn: (fields) => void lost.push(fields) });
    const store = stores.summaries;
    try {
      // Waits for a lock that is never free, so its connection is certainly in use.
      const holder = new Client({ connectionString: database.url });
      await holder.connect();
      await holder.query("begin; lock table stays in access exclusive mode");
      const waiting = expect(store.counts()).rejects.toThrow();
      await expect.poll(async () => (await holder.query(OTHERS_AT_WORK)).rowCount).toBe(1);
      await holder.query(`select pg_terminate_backend(pid) from (${OTHERS_AT_WORK}) as others`);
      await waiting;
      await holder.end();
      await expect.poll(() => lost.length).toBeGreaterThan(0);
      expect(await store.counts()).toEqual({ closed: 0, void: 0 });
    } finally {
      await stores.close();
      await database.drop();
    }
  });
});

const OTHERS_AT_WORK = `select pid from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and wait_event_type = 'Lock'`;

describeWith("postgres", "a store whose database has a full disk", (urls) => {
  it("fails with the cause, and works again once there is space", async () => {
    const database = await freshDatabase(urls.postgres);
    const stores = await openStores(database.url);
    const owner = new Client({ connectionString: database.url });
    await owner.connect();
    try {
      // The server's error when it cannot extend a file, without filling the disk of this machine.
      await owner.query(`create function no_space() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$`);
      for (const table of ["stays", "sink_facts"]) {
        await owner.query(`create trigger full_disk before insert on ${table}
          for each row execute function no_space()`);
      }
      const full = { code: "DISK_FULL", recovery: "hold" };
      await expect(stores.summaries.save([aStay()])).rejects.toMatchObject(full);
      await expect(stores.probeSpace()).rejects.toMatchObject(full);
      await owner.query("drop function no_space() cascade");
      await stores.probeSpace();
      expect(await stores.summaries.save([aStay()])).toEqual(["new"]);
    } finally {
      await owner.end();
      await stores.close();
      await database.drop();
    }
  });
});

describeWith("postgres", "rollups in PostgreSQL", (urls) => {
  it("miss nothing while several instances save and compute at the same time", async () => {
    const database = await freshDatabase(urls.postgres);
    const instances = await Promise.all([openStores(database.url), openStores(database.url)]);
    try {
      const minute = (n: number) => new Date(Date.UTC(2026, 10, 20, 8, n));
      const batches = Array.from({ length: 40 }, (_, batch) =>
        Array.from({ length: 50 }, (_unused, stay) =>
          aStay({ id: `s${batch}-${stay}`, exitedAt: minute(batch * 7 + stay) }),
        ),
      );
      const saved = new AbortController();
      const computing = instances.map(async ({ rollups }) => {
        while (!saved.signal.aborted) await refreshRollups(rollups);
      });
      const saving = [0, 1].map(async (offset) => {
        for (const [index, batch] of batches.entries()) {
          if (index % 2 === offset) await instances[offset]?.summaries.save(batch);
        }
      });
      await Promise.all(saving);
      saved.abort();
      await Promise.all(computing);
      const [{ rollups }] = instances;
      await refreshRollups(rollups);
      const stays = batches.flat();
      for (const period of PERIODS) {
        const expected = referenceRollups(stays, period, new ZonedCalendar("UTC"));
        expect(await rollups.list({ period }, 1_000)).toMatchObject(expected);
      }
    } finally {
      await Promise.all(instances.map((stores) => stores.close()));
      await database.drop();
    }
  });
});

describeWith("postgres", "retention in PostgreSQL", (urls) => {
  it("drops past months, and does not block writers while a reader uses them", async () => {
    const database = await freshDatabase(urls.postgres);
    const stores = await openStores(database.url, { now: () => new Date("2026-11-20T12:00:00Z") });
    const reader = new Client({ connectionString: database.url });
    await reader.connect();
    const query = async (text: string) => (await reader.query<{ n: string }>(text)).rows[0]?.n;
    try {
      const october = Array.from({ length: 30 }, (_, index) =>
        aStay({ id: `o${index}`, exitedAt: new Date(Date.UTC(2026, 9, 1 + index)) }),
      );
      await stores.summaries.save(october);
      await stores.summaries.save([aStay({ id: "kept" })]);
      await refreshRollups(stores.rollups);
      await stores.retention.giveUpBefore(new Date("2026-11-05T00:00:00Z"));
      await reader.query("begin; select 1 from stays limit 1");
      let deleted = 0;
      const deleting = (async () => {
        for (let step = 0; step < 8; step += 1) deleted += await stores.retention.deleteSome(10);
      })();
      for (let round = 0; round < 10; round += 1) {
        // If the drop waited for the reader, this would wait until the end of the test.
        await stores.summaries.save([aStay({ id: `new${round}` })]);
      }
      await deleting;
      expect(deleted).toBe(30);
      expect(await query("select to_regclass('stays_2026_10') as n")).toBe("stays_2026_10");
      await reader.query("commit");
      while ((await stores.retention.deleteSome(10)) > 0);
      expect(await query("select to_regclass('stays_2026_10') as n")).toBeNull();
      expect(await query("select count(*) as n from stay_guards")).toBe("11");
      expect(await stores.summaries.find(october[1]?.stayId ?? "")).toBeUndefined();
      expect(await stores.summaries.counts()).toEqual({ closed: 11, void: 0 });
    } finally {
      await reader.end();
      await stores.close();
      await database.drop();
    }
  });
});

describeWith("postgres", "the start on PostgreSQL", (urls) => {
  it("brings the tables up to date when several instances start at once", async () => {
    const database = await freshDatabase(urls.postgres);
    try {
      const stores = await Promise.all(Array.from({ length: 4 }, () => openStores(database.url)));
      expect(await stores[3]?.summaries.counts()).toEqual({ closed: 0, void: 0 });
      await Promise.all(stores.map((store) => store.close()));
    } finally {
      await database.drop();
    }
  });
});
