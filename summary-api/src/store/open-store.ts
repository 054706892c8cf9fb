import { join } from "node:path";
import { createFolder } from "@boomgate/platform/config";
import type { Logger } from "@boomgate/platform/telemetry";
import { Kysely, PostgresDialect, sql } from "kysely";
import { Pool } from "pg";
import type { ZonedCalendar } from "../rollups/calendar.js";
import { adoptPlateKey } from "./adopt-plate-key.js";
import { adoptTimeZone } from "./adopt-time-zone.js";
import type { BatchWriter } from "./batch-writer.js";
import { translateErrors } from "./database-errors.js";
import { KyselyRollupStore, type RollupDialect } from "./kysely-rollup-store.js";
import { type ErasedMarks, postgresErasedMarks, sqliteErasedMarks } from "./erased-marks.js";
import { KyselyPlateErasure } from "./kysely-plate-erasure.js";
import { KyselyRawRetention } from "./kysely-raw-retention.js";
import { PostgresRawDeleter } from "./postgres-raw-deleter.js";
import type { RawDeleter } from "./raw-deleter.js";
import { SqliteRawDeleter } from "./sqlite-raw-deleter.js";
import { KyselySummaryStore } from "./kysely-summary-store.js";
import { migrate } from "./migrate.js";
import { createPartitionsAhead } from "./partitions.js";
import { probeSpace } from "./probe-space.js";
import { PostgresBatchWriter } from "./postgres-batch-writer.js";
import { SqliteBatchWriter } from "./sqlite-batch-writer.js";
import { WaitingSqlite } from "./sqlite-waiting.js";
import type { Stores } from "./stores.js";
import type { Tables } from "./tables.js";
import type { LockPatience } from "./write-turns.js";

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const LONG_STATEMENT_TIMEOUT_MS = 600_000;
const PARTITION_CHECK_MS = 6 * 3_600_000;

interface StoreOptions {
  readonly calendar: ZonedCalendar;
  /** Fingerprint of the key under which plates come hashed; left out, they come as they are. */
  readonly plateKey?: string | undefined;
  readonly now: () => Date;
}

/** Stays in one file; the folder is created. Another process may hold the same file open. */
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

export interface PostgresStoreOptions extends StoreOptions {
  readonly url: string;
  readonly poolSize: number;
  readonly log: Pick<Logger, "warn">;
}

export async function openPostgresStores(options: PostgresStoreOptions): Promise<Stores> {
  const { url, poolSize, log, now } = options;
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
  await migrate(db, "postgres", "DATABASE_URL");
  await createPartitionsAhead(db, now());
  const timer = setInterval(() => {
    createPartitionsAhead(db, now()).catch((error: unknown) => {
      log.warn({ err: error }, "partitions ahead could not be created");
    });
  }, PARTITION_CHECK_MS).unref();
  const stores = await storesOver(db, POSTGRES, options);
  return {
    ...stores,
    close() {
      clearInterval(timer);
      return stores.close();
    },
  };
}

/** What the two databases do differently. */
interface Dialect {
  readonly writer: BatchWriter;
  readonly rawDeleter: (db: Kysely<Tables>) => RawDeleter;
  readonly erasedMarks: ErasedMarks;
  readonly rollups: RollupDialect;
}

const SQLITE: Dialect = {
  writer: new SqliteBatchWriter(),
  rawDeleter: (db) => new SqliteRawDeleter(db),
  erasedMarks: sqliteErasedMarks,
  rollups: { allowLong: async () => undefined, instant: (iso) => sql`${iso}` },
};

const POSTGRES: Dialect = {
  writer: new PostgresBatchWriter(),
  rawDeleter: (db) => new PostgresRawDeleter(db),
  erasedMarks: postgresErasedMarks,
  rollups: {
    allowLong: async (transaction) => {
      const timeout = sql.lit(LONG_STATEMENT_TIMEOUT_MS);
      await sql`set local statement_timeout = ${timeout}`.execute(transaction);
    },
    instant: (iso) => sql`${iso}::timestamptz`,
  },
};

async function storesOver(
  db: Kysely<Tables>,
  { writer, rawDeleter, erasedMarks, rollups }: Dialect,
  { calendar, plateKey, now }: StoreOptions,
): Promise<Stores> {
  await adoptPlateKey(db, plateKey);
  await adoptTimeZone(db, calendar.timeZone, now());
  return {
    summaries: new KyselySummaryStore(db, writer, now),
    rollups: new KyselyRollupStore(db, calendar, now, rollups),
    retention: new KyselyRawRetention(db, rawDeleter(db), now),
    erasure: new KyselyPlateErasure(db, erasedMarks, now),
    probeSpace: () => probeSpace(db),
    close: () => db.destroy(),
  };
}
