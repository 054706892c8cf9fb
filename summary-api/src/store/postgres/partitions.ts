import { type Kysely, sql } from "kysely";
import { isLockTimeout } from "../database-errors.js";
import type { Tables } from "../tables.js";

const MONTHS_AHEAD = 3;
const DAYS_AHEAD = 7;
/** Key of the advisory lock: any number that nothing else in the database locks. */
const PARTITION_LOCK = 7_302_611_004;

/**
 * Creates the partitions of the month before `now`, of this month and of the next ones; of reads those of the days
 * from yesterday on. Safe to repeat, also by several instances at once. Rows of such a time are moved there from the
 * default partition.
 */
export async function createPartitionsAhead(db: Kysely<Tables>, now: Date): Promise<void> {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  for (let ahead = -1; ahead <= MONTHS_AHEAD; ahead += 1) {
    const from = new Date(Date.UTC(year, month + ahead)).toISOString();
    const to = new Date(Date.UTC(year, month + ahead + 1)).toISOString();
    const name = `stays_${from.slice(0, 7).replace("-", "_")}`;
    await createPartition(db, { of: "stays", by: "exited_at", name, from, to });
  }
  for (let ahead = -1; ahead <= DAYS_AHEAD; ahead += 1) {
    const from = new Date(Date.UTC(year, month, day + ahead)).toISOString();
    const to = new Date(Date.UTC(year, month, day + ahead + 1)).toISOString();
    const name = `reads_${from.slice(0, 10).replaceAll("-", "_")}`;
    await createPartition(db, { of: "reads", by: "at", name, from, to });
  }
}

interface Partition {
  readonly of: "stays" | "reads";
  /** Column of the instant. */
  readonly by: string;
  readonly name: string;
  /** ISO 8601, UTC; `to` is exclusive. */
  readonly from: string;
  readonly to: string;
}

async function createPartition(
  db: Kysely<Tables>,
  { of, by, name, from, to }: Partition,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${PARTITION_LOCK})`.execute(transaction);
    const { rows } = await sql`select 1 where to_regclass(${name}) is not null`.execute(
      transaction,
    );
    if (rows.length > 0) return;
    const [whole, table, column] = [sql.table(of), sql.table(name), sql.ref(by)];
    await sql`lock table ${whole} in share row exclusive mode`.execute(transaction);
    await sql`create table ${table} (like ${whole} including all)`.execute(transaction);
    await sql`
      with waiting as (
        delete from ${sql.table(`${of}_default`)}
        where ${column} >= ${from} and ${column} < ${to} returning *
      )
      insert into ${table} select * from waiting`.execute(transaction);
    await sql`
      alter table ${whole} attach partition ${table}
      for values from (${sql.lit(from)}) to (${sql.lit(to)})`.execute(transaction);
  });
}

interface EndingPartition {
  readonly name: string;
  /** UTC, exclusive. */
  readonly endsAt: Date;
}

/** Oldest first, without the default partition. */
export async function partitionsOf(
  db: Kysely<Tables>,
  of: Partition["of"],
): Promise<readonly EndingPartition[]> {
  const { rows } = await sql<{ name: string }>`
    select child.relname as name from pg_inherits
    join pg_class child on child.oid = inhrelid
    where inhparent = ${of}::regclass order by child.relname`.execute(db);
  return rows.flatMap(({ name }) => {
    const [, year, month, day] = /^[a-z]+_(\d{4})_(\d\d)(?:_(\d\d))?$/.exec(name) ?? [];
    if (year === undefined) return [];
    const endsMs =
      day === undefined
        ? Date.UTC(Number(year), Number(month))
        : Date.UTC(Number(year), Number(month) - 1, Number(day) + 1);
    return [{ name, endsAt: new Date(endsMs) }];
  });
}

/** Dropping a partition locks the whole table; its writers wait for that no longer than this. */
const LOCK_TIMEOUT_MS = 100;

/** @returns false when its table is in use: later then */
export async function dropPartition(db: Kysely<Tables>, partition: string): Promise<boolean> {
  try {
    return await db.transaction().execute(async (transaction) => {
      await sql`set local lock_timeout = ${sql.lit(LOCK_TIMEOUT_MS)}`.execute(transaction);
      await sql`drop table if exists ${sql.table(partition)}`.execute(transaction);
      return true;
    });
  } catch (error) {
    if (isLockTimeout(error)) return false;
    throw error;
  }
}

/** Drops the oldest partition of reads that lies wholly before an instant. @returns whether there was one */
export async function dropReadsBefore(db: Kysely<Tables>, before: Date): Promise<boolean> {
  const [oldest] = await partitionsOf(db, "reads");
  if (oldest === undefined || oldest.endsAt > before) return false;
  return dropPartition(db, oldest.name);
}
