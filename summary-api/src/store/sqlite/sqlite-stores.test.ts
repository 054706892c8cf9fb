import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { describe } from "vitest";
import { ZonedCalendar } from "../../rollups/calendar.js";
import { plateErasureSuite } from "../../erasure/plate-erasure.suite.js";
import { plateKeySuite } from "../../plates/plate-key.suite.js";
import { rawRetentionSuite } from "../../retention/raw-retention.suite.js";
import { hourAfterDaySuite } from "../../rollups/hour-after-day.suite.js";
import { rollupStoreSuite } from "../../rollups/rollup-store.suite.js";
import { openSqliteStores } from "./open-sqlite-stores.js";
import { readLedgerSuite } from "../reads/read-ledger.suite.js";
import { stayIdentitySuite } from "../stays/stay-identity.suite.js";
import { otherVersionSuite } from "../other-version.suite.js";
import { summaryStoreSuite } from "../stays/summary-store.suite.js";

let folder: string | undefined;
const now = () => new Date();
const open = (timeZone = "UTC", plateKey?: string) => {
  folder ??= mkdtempSync(join(tmpdir(), "boomgate-stays-"));
  return openSqliteStores({ folder, calendar: new ZonedCalendar(timeZone), now, plateKey });
};
const run = async (statement: string) => {
  const database = new Database(join(folder ?? "", "stays.sqlite"));
  database.exec(statement);
  database.close();
};
const clean = async () => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
};

const rememberedIds = async () => {
  const database = new Database(join(folder ?? "", "stays.sqlite"));
  const row = database.prepare("select count(*) as ids from erased_stays").get();
  database.close();
  return (row as { readonly ids: number }).ids;
};

describe("the store in a SQLite file", () => {
  describe("begins", () => otherVersionSuite(() => open(), clean, run));
  describe("saves and lists", () => summaryStoreSuite(() => open(), clean));
  describe("identifies", () => stayIdentitySuite(() => open(), clean));
  describe("adds up", () => rollupStoreSuite(open, clean));
  describe("keeps what became of reads", () => readLedgerSuite(() => open(), clean));
  describe("adds up again", () => hourAfterDaySuite(() => open(), clean));
  describe("erases", () => plateErasureSuite(() => open(), clean));
  describe("hashes", () => plateKeySuite((key) => open("UTC", key), clean, run));
  describe("deletes", () => rawRetentionSuite(() => open(), clean, rememberedIds));
});
