import { type Kysely, type Migration, sql } from "kysely";

const columns = (instant: string, integer: string, number: string, text: string) => `
  stay_id ${text} not null,
  revision ${integer} not null,
  status text not null check (status in ('closed', 'void')),
  lot_id text not null,
  plate text not null,
  entry_event_id text,
  entered_at ${instant},
  exited_at ${instant} not null,
  duration_seconds ${number},
  received_at ${instant} not null`;

/** Partitioned by month of exit; months without a partition of their own are in stays_default. */
const postgres = (stay: string) => [
  `create table stays (${stay},
    corrections integer not null default 0,
    primary key (exited_at, stay_id)
  ) partition by range (exited_at)`,
  "create table stays_default partition of stays default",
  `create table stay_guards (
    stay_id text collate "C" primary key,
    revision bigint not null,
    exited_at timestamptz not null,
    previous_exited_at timestamptz
  )`,
];

const sqlite = (stay: string) => [
  `create table stays (${stay},
    corrections integer not null default 0,
    primary key (stay_id)
  ) strict, without rowid`,
  "create index stays_by_exit on stays (exited_at, stay_id)",
];

/** Stays, and the revisions they replaced. */
export const stays = (dialect: "postgres" | "sqlite"): Migration => ({
  async up(db: Kysely<unknown>) {
    const stay =
      dialect === "postgres"
        ? columns("timestamptz", "bigint", "double precision", 'text collate "C"')
        : columns("text", "integer", "real", "text");
    const statements = [
      ...(dialect === "postgres" ? postgres(stay) : sqlite(stay)),
      `create table superseded_stays (${stay},
        superseded_at ${dialect === "postgres" ? "timestamptz" : "text"} not null,
        primary key (stay_id, revision)
      )`,
      "create index stays_by_plate on stays (plate, exited_at)",
      "create index stays_by_lot on stays (lot_id, exited_at)",
      "create index superseded_stays_by_plate on superseded_stays (plate)",
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});
