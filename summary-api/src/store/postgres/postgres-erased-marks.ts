import { sql } from "kysely";
import type { ErasedMarks } from "../erased-marks.js";
import { tellsOf } from "../is-sought.js";

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
        where stay_id in (select stay_id from stays where ${tellsOf(plate)})
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
