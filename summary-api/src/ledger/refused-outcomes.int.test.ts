import { freshDatabase } from "@boomgate/testing";
import { describeWith } from "@boomgate/testing/vitest";
import { Client } from "pg";
import { ZonedCalendar } from "../rollups/calendar.js";
import { openPostgresStores } from "../store/postgres/open-postgres-stores.js";
import { refusedOutcomesSuite } from "./refused-outcomes.suite.js";

describeWith("postgres", "a ledger in PostgreSQL that refuses a row", (urls) =>
  refusedOutcomesSuite(async () => {
    const database = await freshDatabase(urls.postgres);
    const stores = await openPostgresStores({
      ...{ url: database.url, poolSize: 2, log: { warn: () => undefined } },
      ...{ calendar: new ZonedCalendar("UTC"), now: () => new Date() },
    });
    const owner = new Client({ connectionString: database.url });
    await owner.connect();
    const constraints: string[] = [];
    return {
      stores,
      async refuse(eventId) {
        const name = `refuse_${constraints.length}`;
        constraints.push(name);
        await owner.query(
          `alter table reads add constraint ${name} check (event_id <> '${eventId}')`,
        );
      },
      async takeAll() {
        for (const name of constraints)
          await owner.query(`alter table reads drop constraint ${name}`);
      },
      async close() {
        await owner.end();
        await stores.close();
        await database.drop();
      },
    };
  }),
);
