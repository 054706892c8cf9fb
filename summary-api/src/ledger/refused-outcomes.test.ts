import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { describe } from "vitest";
import { ZonedCalendar } from "../rollups/calendar.js";
import { openSqliteStores } from "../store/sqlite/open-sqlite-stores.js";
import { refusedOutcomesSuite } from "./refused-outcomes.suite.js";

describe("a ledger in a SQLite file that refuses a row", () =>
  refusedOutcomesSuite(async () => {
    const folder = mkdtempSync(join(tmpdir(), "boomgate-refused-"));
    const calendar = new ZonedCalendar("UTC");
    const stores = await openSqliteStores({ folder, calendar, now: () => new Date() });
    const triggers: string[] = [];
    const run = async (statement: string) => {
      const database = new Database(join(folder, "stays.sqlite"));
      database.exec(statement);
      database.close();
    };
    return {
      stores,
      refuse(eventId) {
        const name = `refuse_${triggers.length}`;
        triggers.push(name);
        return run(`create trigger ${name} before insert on reads when new.event_id = '${eventId}'
          begin select raise(abort, 'not this one'); end`);
      },
      async takeAll() {
        for (const name of triggers) await run(`drop trigger ${name}`);
      },
      async close() {
        await stores.close();
        rmSync(folder, { recursive: true });
      },
    };
  }));
