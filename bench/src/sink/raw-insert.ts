import { Client } from "pg";
import { madeUpStays } from "./made-up-stays.js";

/** The sink commits as many at once. */
const ROWS = 4_000;

const TABLE = `create table raw_stays (
  stay_id text primary key, revision bigint not null, status text not null, lot_id text not null,
  plate text not null, exit_plate text not null, exit_event_id text not null, entry_event_id text,
  entered_at timestamptz, exited_at timestamptz not null, duration_seconds double precision,
  received_at timestamptz not null
)`;
const INSERT = `insert into raw_stays
  select *, now() from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[],
    $6::text[], $7::text[], $8::text[], $9::timestamptz[], $10::timestamptz[], $11::float8[])`;

/**
 * The upper limit of the database: rows of stays into one plain table with a primary key, each
 * statement a transaction, without HTTP, checks, indexes, history or rollups.
 * @returns rows per second
 */
export async function rawInsertRate(
  url: string,
  { connections, seconds, signal }: { connections: number; seconds: number; signal: AbortSignal },
): Promise<number> {
  const clients = Array.from({ length: connections }, () => new Client({ connectionString: url }));
  await Promise.all(clients.map((client) => client.connect()));
  try {
    await clients[0]?.query(`drop table if exists raw_stays; ${TABLE}`);
    let next = 0;
    let rows = 0;
    const startedMs = performance.now();
    const insertAll = async (client: Client) => {
      while (performance.now() - startedMs < seconds * 1_000 && !signal.aborted) {
        const first = next;
        next += ROWS;
        await client.query(INSERT, columnsOf(first));
        rows += ROWS;
      }
    };
    await Promise.all(clients.map(insertAll));
    const rate = rows / ((performance.now() - startedMs) / 1_000);
    await clients[0]?.query("drop table raw_stays");
    return rate;
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

function columnsOf(first: number): unknown[][] {
  const stays = madeUpStays(first, ROWS);
  return [
    stays.map(({ stayId }) => stayId),
    stays.map(({ revision }) => revision),
    stays.map(({ status }) => status),
    stays.map(({ lotId }) => lotId),
    stays.map(({ plate }) => plate),
    stays.map(({ exitPlate }) => exitPlate),
    stays.map(({ exitEventId }) => exitEventId),
    stays.map(({ entryEventId }) => entryEventId),
    stays.map(({ enteredAt }) => enteredAt.toISOString()),
    stays.map(({ exitedAt }) => exitedAt.toISOString()),
    stays.map(({ durationSeconds }) => durationSeconds),
  ];
}
