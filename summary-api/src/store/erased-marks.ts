import { type RawBuilder, type Transaction, sql } from "kysely";
import type { Tables } from "./tables.js";

/** Stays that are being erased, so that no later revision of theirs is taken. */
export interface ErasedMarks {
  /** Marks the stays that tell of a plate now; no revision of theirs is ever taken again. */
  mark(transaction: Transaction<Tables>, plate: string): Promise<void>;
  /** Whether the row of `stays` at hand is marked. */
  readonly isMarked: RawBuilder<boolean>;
}

/** Above every revision there can be. */
const LAST_REVISION = sql.lit("9223372036854775807");

/**
 * The guard stays and lets nothing pass. Guards are locked before their stays and in the order of ids, as
 * those do that save: a stay saved at this very moment is not marked, and met by the next pass.
 */
export const postgresErasedMarks: ErasedMarks = {
  async mark(transaction, plate) {
    await sql`
      with locked as materialized (
        select stay_id from stay_guards
        where stay_id in (
          select stay_id from stays
          where plate = ${plate} or (exit_plate = ${plate} and exit_plate <> plate)
        )
        order by stay_id collate "C" for update
      )
      update stay_guards g set revision = ${LAST_REVISION}::bigint, exit_plate = null from locked
      where g.stay_id = locked.stay_id`.execute(transaction);
  },
  isMarked: sql<boolean>`exists (
    select 1 from stay_guards g
    where g.stay_id = stays.stay_id and g.revision = ${LAST_REVISION}::bigint
  )`,
};

/** One writer at a time: the list of what was erased is enough. */
export const sqliteErasedMarks: ErasedMarks = {
  mark: async () => undefined,
  isMarked: sql<boolean>`1 = 1`,
};
