import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ZonedCalendar } from "../rollups/calendar.js";
import { openSqliteStores } from "../store/sqlite/open-sqlite-stores.js";
import { aStay } from "../store/stays/stays.fixture.js";
import { exportPages } from "./export-pages.js";
import { STAY_FORMATS } from "./stay-formats.js";

it("has a stay once if it is corrected meanwhile, as a correction does not change its exit", async () => {
  const folder = mkdtempSync(join(tmpdir(), "boomgate-export-"));
  const calendar = new ZonedCalendar("UTC");
  const stores = await openSqliteStores({ folder, calendar, now: () => new Date() });
  const store = stores.summaries;
  const ids = Array.from({ length: 2_500 }, (_, index) => `x${index}`);
  const exitOf = (id: string) => new Date(Date.UTC(2026, 10, 20) + Number(id.slice(1)) * 1_000);
  const corrected = (revision: number) =>
    store.save(ids.map((id) => aStay({ id, revision, exitedAt: exitOf(id) })));
  await corrected(1);
  const { ndjson } = STAY_FORMATS.byExtension;
  const exported: { exit_event_id: string; revision: number }[] = [];
  let pages = 0;
  for await (const page of await exportPages(
    (limit, after) => store.list({}, limit, after),
    ndjson,
  )) {
    for (const line of String(page).trim().split("\n")) exported.push(JSON.parse(line));
    await corrected((pages += 1) + 1);
  }
  expect(pages).toBe(3);
  expect(exported.map(({ exit_event_id }) => exit_event_id)).toEqual(ids.toReversed());
  expect(new Set(exported.map(({ revision }) => revision)).size).toBeGreaterThan(1);
  await stores.close();
  rmSync(folder, { recursive: true });
});
