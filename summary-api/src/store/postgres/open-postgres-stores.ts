import type { Logger } from "@boomgate/platform/telemetry";
import { Kysely, PostgresDialect, sql, type Transaction } from "kysely";
import { Pool } from "pg";
import { migrate } from "../migrations/migrate.js";
import { type Dialect, type StoreOptions, storesOver } from "../stores-over.js";
import type { Stores } from "../stores.js";
import type { Tables } from "../tables.js";
import { createPartitionsAhead, dropReadsBefore } from "./partitions.js";
import { readLocks } from "./read-locks.js";
import { postgresReadWriter } from "./postgres-read-writer.js";
import { PostgresBatchWriter } from "./postgres-batch-writer.js";
import { postgresErasedMarks } from "./postgres-erased-marks.js";
import { PostgresRawDeleter } from "./postgres-raw-deleter.js";

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const LONG_STATEMENT_TIMEOUT_MS = 600_000;
const PARTITION_CHECK_MS = 6 * 3_600_000;

const POSTGRES: Dialect = {
  writer: new PostgresBatchWriter(),
  rawDeleter: (db) => new PostgresRawDeleter(db),
  erasedMarks: postgresErasedMarks,
  reads: { writer: postgresReadWriter, locks: readLocks, dropWhole: dropReadsBefore, allowLong },
  rollups: { allowLong, instant: (iso) => sql`${iso}::timestamptz` },
};

async function allowLong(transaction: Transaction<Tables>): Promise<void> {
  const timeout = sql.lit(LONG_STATEMENT_TIMEOUT_MS);
  await sql`set local statement_timeout = ${timeout}`.execute(transaction);
}

interface PostgresStoreOptions extends StoreOptions {
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
  // Without these listeners, a broken connection would end the process. The pool emits errors of idle connections;
  // a connection in use emits its own, besides failing the query.
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
