import { type Kysely, sql } from "kysely";
import type { Tables } from "../tables.js";

const MONTHS_AHEAD = 3;
/** Key of the advisory lock: any number that nothing else in the database locks. */
const PARTITION_LOCK = 7_302_611_004;

/**
 * Creates the partitions of the month before `now`, of this month and of the next ones. Safe to repeat, also by
 * several instances at once. Stays of such a month are moved there from the default partition.
 */
export async function createPartitionsAhead(db: Kysely<Tables>, now: Date): Promise<void> {
  for (let ahead = -1; ahead <= MONTHS_AHEAD; ahead += 1) {
    await createPartition(db, new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead)));
  }
}

async function createPartition(db: Kysely<Tables>, month: Date): Promise<void> {
  const from = month.toISOString();
  const to = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1)).toISOString();
  const name = `stays_${from.slice(0, 4)}_${from.slice(5, 7)}`;
  await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${PARTITION_LOCK})`.execute(transaction);
    const { rows } = await sql`select 1 where to_regclass(${name}) is not null`.execute(
      transaction,
    );
    if (rows.length > 0) return;
    const table = sql.table(name);
    await sql`lock table stays in share row exclusive mode`.execute(transaction);
    await sql`create table ${table} (like stays including all)`.execute(transaction);
    await sql`
      with waiting as (
        delete from stays_default where exited_at >= ${from} and exited_at < ${to} returning *
      )
      insert into ${table} select * from waiting`.execute(transaction);
    await sql`
      alter table stays attach partition ${table}
      for values from (${sql.lit(from)}) to (${sql.lit(to)})`.execute(transaction);
  });
}

interface MonthPartition {
  readonly name: string;
  /** UTC, exclusive. */
  readonly endsAt: Date;
}

/** Oldest first, without the default partition. */
export async function monthPartitions(db: Kysely<Tables>): Promise<readonly MonthPartition[]> {
  const { rows } = await sql<{ name: string }>`
    select child.relname as name from pg_inherits
    join pg_class child on child.oid = inhrelid
    where inhparent = 'stays'::regclass order by child.relname`.execute(db);
  return rows.flatMap(({ name }) => {
    const [, year, month] = /^stays_(\d{4})_(\d\d)$/.exec(name) ?? [];
    if (year === undefined) return [];
    return [{ name, endsAt: new Date(Date.UTC(Number(year), Number(month))) }];
  });
}
