import { type Kysely, type Migration, sql } from "kysely";

/** Superseded revisions go by their exit, too. */
export const retention: Migration = {
  async up(db: Kysely<unknown>) {
    const index = "create index superseded_stays_by_exit on superseded_stays (exited_at)";
    await sql.raw(index).execute(db);
  },
};
