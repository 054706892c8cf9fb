import { type Kysely, sql } from "kysely";
import { isLockTimeout } from "../database-errors.js";
import type { Tables } from "../tables.js";

/** Dropping a partition locks the whole table; writers of outcomes wait no longer than this. */
const LOCK_TIMEOUT_MS = 100;
const DAY_MS = 86_400_000;

/** Drops the oldest partition of reads that lies wholly before an instant. @returns whether there was one */
export async function dropReadsBefore(db: Kysely<Tables>, before: Date): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`
    select child.relname as name from pg_inherits
    join pg_class child on child.oid = inhrelid
    where inhparent = 'reads'::regclass order by child.relname`.execute(db);
  for (const { name } of rows) {
    const [, year, month, day] = /^reads_(\d{4})_(\d\d)_(\d\d)$/.exec(name) ?? [];
    if (year === undefined) continue;
    const endsMs = Date.UTC(Number(year), Number(month) - 1, Number(day)) + DAY_MS;
    if (endsMs > before.getTime()) return false;
    return drop(db, name);
  }
  return false;
}

async function drop(db: Kysely<Tables>, partition: string): Promise<boolean> {
  try {
    await db.transaction().execute(async (transaction) => {
      await sql`set local lock_timeout = ${sql.lit(LOCK_TIMEOUT_MS)}`.execute(transaction);
      await sql`drop table if exists ${sql.table(partition)}`.execute(transaction);
    });
    return true;
  } catch (error) {
    if (isLockTimeout(error)) return false;
    throw error;
  }
}
