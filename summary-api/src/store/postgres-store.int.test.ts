import { type FreshDatabase, freshDatabase } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
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
