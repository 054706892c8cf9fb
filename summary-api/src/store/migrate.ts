import { type Kysely, Migrator } from "kysely";
import { stays } from "./migrations/0001-stays.js";
import { rollups } from "./migrations/0002-rollups.js";
import { retention } from "./migrations/0003-retention.js";
import { erasedStays } from "./migrations/0004-erased-stays.js";
import { erasedStaysGo } from "./migrations/0005-erased-stays-go.js";
import type { Tables } from "./tables.js";

/**
 * Brings the tables up to date. Several instances may do this at once: Kysely holds a lock of the
 * database meanwhile (an advisory lock on PostgreSQL, that of a transaction which writes on SQLite).
 * @throws what the database said; nothing of the failed migration is left
 */
export async function migrate(db: Kysely<Tables>, dialect: "postgres" | "sqlite"): Promise<void> {
  const migrations = {
    "0001-stays": stays(dialect),
    "0002-rollups": rollups(dialect),
    "0003-retention": retention,
    "0004-erased-stays": erasedStays(dialect),
    "0005-erased-stays-go": erasedStaysGo(dialect),
  };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error instanceof Error) throw error;
  if (error !== undefined) throw new Error("the tables could not be migrated", { cause: error });
}
