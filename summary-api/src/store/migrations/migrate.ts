import { ConfigError } from "@boomgate/platform/config";
import { type Kysely, Migrator } from "kysely";
import { stays } from "./0001-stays.js";
import { rollups } from "./0002-rollups.js";
import { reads } from "./0003-reads.js";
import type { Tables } from "../tables.js";

/** Beginning of Kysely's message when the database has migrations that are not among ours. */
const OTHERS_WERE_RUN = /^corrupted migrations: /;

/**
 * Brings the tables up to date. Several instances may do this at once: Kysely holds a lock of the
 * database meanwhile (an advisory lock on PostgreSQL, that of a transaction which writes on SQLite).
 * @param setting - the name of the setting for the database
 * @throws {ConfigError} when another version made the tables; they are not changed
 * @throws the error of the database; a failed migration is rolled back
 */
export async function migrate(
  db: Kysely<Tables>,
  dialect: "postgres" | "sqlite",
  setting: "DATABASE_URL" | "SUMMARY_DATA_DIR",
): Promise<void> {
  const migrations = {
    "0001-stays-of-exits": stays(dialect),
    "0002-rollups": rollups(dialect),
    "0003-reads": reads(dialect),
  };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (!(error instanceof Error)) {
    throw new Error("the tables could not be migrated", { cause: error });
  }
  if (!OTHERS_WERE_RUN.test(error.message)) throw error;
  throw new ConfigError([
    `${setting}: the database was begun by another version of Boomgate; begin with a new one`,
  ]);
}
