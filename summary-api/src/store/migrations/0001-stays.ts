import { type Kysely, type Migration, sql } from "kysely";

interface Types {
  readonly instant: string;
  readonly integer: string;
  readonly number: string;
  readonly text: string;
}

const POSTGRES: Types = {
  instant: "timestamptz",
  integer: "bigint",
  number: "double precision",
  text: 'text collate "C"',
};
const SQLITE: Types = { instant: "text", integer: "integer", number: "real", text: "text" };

const columns = ({ instant, integer, number, text }: Types) => `
  stay_id ${text} not null,
  revision ${integer} not null,
  status text not null check (status in ('closed', 'void')),
  lot_id text not null,
  plate text not null,
  exit_plate text not null,
  exit_event_id text not null,
  entry_event_id text,
  entered_at ${instant},
  exited_at ${instant} not null,
  duration_seconds ${number},
  received_at ${instant} not null`;

/** Partitioned by month of exit; months without a partition of their own are in stays_default. */
const postgres = [
  `create table stays (${columns(POSTGRES)},
    corrections integer not null default 0,
    primary key (exited_at, stay_id)
  ) partition by range (exited_at)`,
  "create table stays_default partition of stays default",
  `create table stay_guards (
    stay_id text collate "C" primary key,
    revision bigint not null,
    previous_revision bigint,
    exited_at timestamptz not null,
    exit_plate text
  )`,
];

const sqlite = [
  `create table stays (${columns(SQLITE)},
    corrections integer not null default 0,
    primary key (stay_id)
  ) strict, without rowid`,
  "create index stays_by_exit on stays (exited_at, stay_id)",
];

const shared = (types: Types) => [
  `create table superseded_stays (${columns(types)},
    superseded_at ${types.instant} not null,
    primary key (stay_id, revision)
  )`,
  `create table erased_stays (
    stay_id ${types.text} primary key,
    revision ${types.integer} not null,
    exited_at ${types.instant} not null
  )`,
  "create index stays_by_plate on stays (plate, exited_at)",
  "create index stays_by_lot on stays (lot_id, exited_at)",
  "create index stays_by_exit_event on stays (exit_event_id, exited_at)",
  `create index stays_by_entry_event on stays (entry_event_id, exited_at)
    where entry_event_id is not null`,
  "create index superseded_stays_by_plate on superseded_stays (plate)",
  "create index superseded_stays_by_exit on superseded_stays (exited_at)",
  "create index erased_stays_by_exit on erased_stays (exited_at)",
  // A small index, as most exits are read correctly; an erasure finds the other stays of a plate by it.
  ...["stays", "superseded_stays"].map(
    (table) => `create index ${table}_by_exit_plate on ${table} (exit_plate)
      where exit_plate <> plate`,
  ),
];

/** Stays, the revisions they replaced, and the ids of those that were erased. */
export const stays = (dialect: "postgres" | "sqlite"): Migration => ({
  async up(db: Kysely<unknown>) {
    const statements =
      dialect === "postgres" ? [...postgres, ...shared(POSTGRES)] : [...sqlite, ...shared(SQLITE)];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});
