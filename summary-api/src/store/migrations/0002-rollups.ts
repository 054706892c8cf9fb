import { type Kysely, type Migration, sql } from "kysely";

const statements = (instant: string, number: string, text: string, id: string) => [
  `create table rollups (
    period ${text} not null check (period in ('hour', 'day', 'month', 'year')),
    lot_id ${text} not null,
    starts_at ${instant} not null,
    ends_at ${instant} not null,
    stays integer not null,
    voids integer not null,
    distinct_plates integer,
    total_seconds ${number} not null,
    p50_seconds ${number},
    p90_seconds ${number},
    p95_seconds ${number},
    peak_occupancy integer not null,
    computed_at ${instant} not null,
    primary key (period, starts_at, lot_id)
  )`,
  // Written in the transaction of the stays; rows are only added, so writers never wait for each other.
  `create table rollup_marks (
    ${id},
    lot_id ${text} not null,
    starts_at ${instant} not null,
    ends_at ${instant} not null,
    marked_at ${instant} not null
  )`,
  `create table rollups_due (
    period ${text} not null,
    lot_id ${text} not null,
    starts_at ${instant} not null,
    ends_at ${instant} not null,
    since ${instant} not null,
    primary key (period, starts_at, lot_id)
  )`,
  `create table sink_facts (name ${text} primary key, value ${text} not null)`,
];

/** Rollups, and the lists of those that have to be computed again. */
export const rollups = (dialect: "postgres" | "sqlite"): Migration => ({
  async up(db: Kysely<unknown>) {
    const all =
      dialect === "postgres"
        ? statements(
            "timestamptz",
            "double precision",
            'text collate "C"',
            "id bigint generated always as identity primary key",
          )
        : statements("text", "real", "text", "id integer primary key autoincrement");
    for (const statement of all) await sql.raw(statement).execute(db);
  },
});
