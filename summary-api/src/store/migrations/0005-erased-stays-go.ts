import { type Kysely, type Migration, sql } from "kysely";

const statements = {
  // Beside the guards, which hold no index by time: those of stays cost nothing when they are written.
  postgres: [
    `create table erased_stays (
      stay_id text collate "C" primary key,
      revision bigint not null,
      exited_at timestamptz
    )`,
  ],
  sqlite: ["alter table erased_stays add column exited_at text"],
} as const;

/** What was erased is remembered for as long as it could come back, and no longer. */
export const erasedStaysGo = (dialect: "postgres" | "sqlite"): Migration => ({
  async up(db: Kysely<unknown>) {
    const index = "create index erased_stays_by_exit on erased_stays (exited_at)";
    for (const statement of [...statements[dialect], index]) await sql.raw(statement).execute(db);
  },
});
