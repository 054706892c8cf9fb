import { type Kysely, type Migration, sql } from "kysely";

const columns = (instant: string, integer: string, number: string, text: string) => `
  at ${instant} not null,
  lot_id ${text} not null,
  plate ${text} not null,
  kind ${text} not null check (kind in ('entry', 'exit')),
  event_id ${text} not null,
  fate ${text},
  revision ${integer},
  stay_id ${text},
  plate_read ${text},
  gate_id ${text},
  confidence ${number},
  candidates ${text},
  parked_code ${text},
  parked_at ${instant},
  first_seen_at ${instant} not null,
  primary key (at, lot_id, plate, kind, event_id)`;

const POSTGRES_TEXT = 'text collate "C"';

const postgres = [
  `create table reads (${columns("timestamptz", "bigint", "double precision", POSTGRES_TEXT)}
  ) partition by range (at)`,
  "create table reads_default partition of reads default",
  `create table erased_reads (read_id ${POSTGRES_TEXT} primary key, at timestamptz not null)`,
];

const sqlite = [
  `create table reads (${columns("text", "integer", "real", "text")}) strict, without rowid`,
  "create table erased_reads (read_id text primary key, at text not null)",
];

/** Few, as every event writes a row. Lists by time and lot go by the primary key. */
const indexes = [
  "create index reads_by_plate on reads (plate, at)",
  "create index reads_by_event on reads (event_id)",
  "create index reads_open on reads (at) where fate = 'open'",
  "create index reads_unmatched on reads (at) where fate = 'unmatched'",
  "create index reads_parked on reads (at) where parked_code is not null",
  "create index erased_reads_by_time on erased_reads (at)",
];

/** What became of each read, and the ids of those whose plate was erased. */
export const reads = (dialect: "postgres" | "sqlite"): Migration => ({
  async up(db: Kysely<unknown>) {
    const statements = [...(dialect === "postgres" ? postgres : sqlite), ...indexes];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});
