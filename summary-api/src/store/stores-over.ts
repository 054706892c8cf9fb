import type { Kysely } from "kysely";
import type { ZonedCalendar } from "../rollups/calendar.js";
import type { ErasedMarks } from "./erased-marks.js";
import { KyselyPlateErasure } from "./kysely-plate-erasure.js";
import { KyselyRawRetention } from "./kysely-raw-retention.js";
import { adoptPlateKey } from "./migrations/adopt-plate-key.js";
import { adoptTimeZone } from "./migrations/adopt-time-zone.js";
import { probeSpace } from "./probe-space.js";
import type { RawDeleter } from "./raw-deleter.js";
import { KyselyReadLedger, type ReadDialect } from "./reads/kysely-read-ledger.js";
import { KyselyRollupStore, type RollupDialect } from "./rollups/kysely-rollup-store.js";
import type { BatchWriter } from "./stays/batch-writer.js";
import { KyselySummaryStore } from "./stays/kysely-summary-store.js";
import type { Stores } from "./stores.js";
import type { Tables } from "./tables.js";

export interface StoreOptions {
  readonly calendar: ZonedCalendar;
  /** Fingerprint of the key that plates are hashed with; left out: plates are not hashed. */
  readonly plateKey?: string | undefined;
  readonly now: () => Date;
}

/** The parts of the stores that differ between PostgreSQL and SQLite. */
export interface Dialect {
  readonly writer: BatchWriter;
  readonly rawDeleter: (db: Kysely<Tables>) => RawDeleter;
  readonly erasedMarks: ErasedMarks;
  readonly rollups: RollupDialect;
  readonly reads: ReadDialect;
}

/** The stores over an open database whose tables are up to date. */
export async function storesOver(
  db: Kysely<Tables>,
  { writer, rawDeleter, erasedMarks, rollups, reads }: Dialect,
  { calendar, plateKey, now }: StoreOptions,
): Promise<Stores> {
  await adoptPlateKey(db, plateKey);
  await adoptTimeZone(db, calendar.timeZone, now());
  return {
    summaries: new KyselySummaryStore(db, writer, now),
    rollups: new KyselyRollupStore(db, calendar, now, rollups),
    retention: new KyselyRawRetention(db, rawDeleter(db), now),
    erasure: new KyselyPlateErasure(db, erasedMarks, now),
    reads: new KyselyReadLedger(db, reads, now),
    probeSpace: () => probeSpace(db),
    close: () => db.destroy(),
  };
}
