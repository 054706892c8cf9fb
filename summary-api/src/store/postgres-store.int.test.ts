import { type FreshDatabase, freshDatabase } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { Client } from "pg";
import { expect, it } from "vitest";
import { openPostgresStore } from "./open-store.js";
import { summaryStoreSuite } from "./summary-store.suite.js";

const log = { warn: () => undefined };

describeWith("postgres", "the store in PostgreSQL", (urls) => {
  let database: FreshDatabase | undefined;
  const open = async () => {
    database ??= await freshDatabase(urls.postgres);
    return openPostgresStore({ url: database.url, poolSize: 4, log });
  };
  const clean = async () => {
    await database?.drop();
    database = undefined;
  };
  summaryStoreSuite(open, clean, open);
});

describeWith("postgres", "a store whose connections end", (urls) => {
  it("fails the call and goes on, also when it was at work", async () => {
    const database = await freshDatabase(urls.postgres);
    const lost: unknown[] = [];
    const store = await openPostgresStore({
      url: database.url,
      poolSize: 2,
      log: { warn: (fields: unknown) => void lost.push(fields) },
    });
    try {
      // Waits in the database for a lock that nobody gives, so its connection is surely at work.
      const holder = new Client({ connectionString: database.url });
      await holder.connect();
      await holder.query("begin; lock table stays in access exclusive mode");
      const waiting = expect(store.counts()).rejects.toThrow();
      await expect
        .poll(async () => (await holder.query(OTHERS_AT_WORK)).rowCount, { timeout: 5_000 })
        .toBe(1);
      await holder.query(`select pg_terminate_backend(pid) from (${OTHERS_AT_WORK}) as others`);
      await waiting;
      await holder.end();
      expect(lost.length).toBeGreaterThan(0);
      expect(await store.counts()).toEqual({ closed: 0, void: 0 });
    } finally {
      await store.close();
      await database.drop();
    }
  });
});

const OTHERS_AT_WORK = `select pid from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and wait_event_type = 'Lock'`;

describeWith("postgres", "the start on PostgreSQL", (urls) => {
  it("brings the tables up to date when several instances start at once", async () => {
    const database = await freshDatabase(urls.postgres);
    try {
      const stores = await Promise.all(
        Array.from({ length: 4 }, () => openPostgresStore({ url: database.url, poolSize: 2, log })),
      );
      expect(await stores[3]?.counts()).toEqual({ closed: 0, void: 0 });
      await Promise.all(stores.map((store) => store.close()));
    } finally {
      await database.drop();
    }
  });
});
