import { type Kysely, type Migration, sql } from "kysely";

/** SQLite only: on PostgreSQL the guard of an erased stay remains, and lets nothing pass. */
export const erasedStays = (dialect: "postgres" | "sqlite"): Migration => ({
  async up(db: Kysely<unknown>) {
    if (dialect === "postgres") return;
    const table =
      "create table erased_stays (stay_id text primary key, revision integer not null) strict, without rowid";
    await sql.raw(table).execute(db);
  },
});
