import { sql } from "kysely";
import type { ReadDialect } from "../reads/kysely-read-ledger.js";

/** Key of the advisory lock: any number that nothing else in the database locks. */
const ERASURE_LOCK = 7_302_611_005;

/** Any number of saves, or one erasure, each until the end of its transaction. */
export const readLocks: NonNullable<ReadDialect["locks"]> = {
  saving: (transaction) =>
    sql`select pg_advisory_xact_lock_shared(${ERASURE_LOCK})`.execute(transaction),
  erasing: (transaction) => sql`select pg_advisory_xact_lock(${ERASURE_LOCK})`.execute(transaction),
};
