import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "@boomgate/platform/telemetry";
import { Kysely, PostgresDialect, SqliteDialect } from "kysely";
import Database from "libsql";
import { Pool } from "pg";
import { KyselySummaryStore } from "./kysely-summary-store.js";
import { migrate } from "./migrate.js";
import { createPartitionsAhead } from "./partitions.js";
import { PostgresBatchWriter } from "./postgres-batch-writer.js";
import { SqliteBatchWriter } from "./sqlite-batch-writer.js";
import type { SummaryStore } from "./summary-store.js";
import type { Tables } from "./tables.js";

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const PARTITION_CHECK_MS = 6 * 3_600_000;

const systemNow = () => new Date();

/** Stays in one file; the folder is created. Another process may hold the same file open. */
export async function openSqliteStore(folder: string, now = systemNow): Promise<SummaryStore> {
  mkdirSync(folder, { recursive: true });
  const database = new Database(join(folder, "stays.sqlite"), { timeout: CONNECT_TIMEOUT_MS });
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  await migrate(db, "sqlite");
  return new KyselySummaryStore(db, new SqliteBatchWriter(), now);
}

export interface PostgresStoreOptions {
  readonly url: string;
  readonly poolSize: number;
  readonly log: Pick<Logger, "warn">;
  readonly now?: () => Date;
}

export async function openPostgresStore(options: PostgresStoreOptions): Promise<SummaryStore> {
  const { url, poolSize, log, now = systemNow } = options;
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    application_name: "boomgate-summary-api",
  });
  // Without listeners a connection that breaks would end the process: the pool tells of idle ones,
  // those at work tell themselves, besides the call that fails.
  const lost = (error: Error) => log.warn({ err: error }, "database connection lost");
  pool.on("error", lost);
  pool.on("connect", (client) => client.on("error", lost));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  await migrate(db, "postgres");
  await createPartitionsAhead(db, now());
  const timer = setInterval(() => {
    createPartitionsAhead(db, now()).catch((error: unknown) => {
      log.warn({ err: error }, "partitions ahead could not be created");
    });
  }, PARTITION_CHECK_MS).unref();
  return new KyselySummaryStore(db, new PostgresBatchWriter(), now, () => clearInterval(timer));
}
