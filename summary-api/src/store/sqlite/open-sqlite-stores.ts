import { join } from "node:path";
import { createFolder } from "@boomgate/platform/config";
import { Kysely, sql } from "kysely";
import { translateErrors } from "../database-errors.js";
import { migrate } from "../migrations/migrate.js";
import { type Dialect, type StoreOptions, storesOver } from "../stores-over.js";
import type { Stores } from "../stores.js";
import type { Tables } from "../tables.js";
import { SqliteBatchWriter } from "./sqlite-batch-writer.js";
import { sqliteErasedMarks } from "./sqlite-erased-marks.js";
import { SqliteRawDeleter } from "./sqlite-raw-deleter.js";
import { sqliteReadWriter } from "./sqlite-read-writer.js";
import { WaitingSqlite } from "./waiting-sqlite.js";
import type { LockPatience } from "./write-turns.js";

const SQLITE: Dialect = {
  writer: new SqliteBatchWriter(),
  rawDeleter: (db) => new SqliteRawDeleter(db),
  erasedMarks: sqliteErasedMarks,
  reads: { writer: sqliteReadWriter, allowLong: async () => undefined },
  rollups: { allowLong: async () => undefined, instant: (iso) => sql`${iso}` },
};

/** Opens stores in one SQLite file, whose folder is created. Other processes may have the same file open. */
export async function openSqliteStores(
  options: StoreOptions & { readonly folder: string; readonly lockPatience?: LockPatience },
): Promise<Stores> {
  createFolder(options.folder, "SUMMARY_DATA_DIR");
  const sqlite = new WaitingSqlite(join(options.folder, "stays.sqlite"), options.lockPatience);
  const db = new Kysely<Tables>({ dialect: sqlite });
  try {
    await translateErrors(() => migrate(db, "sqlite", "SUMMARY_DATA_DIR"));
    const stores = await translateErrors(() => storesOver(db, SQLITE, options));
    sqlite.started();
    return stores;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
