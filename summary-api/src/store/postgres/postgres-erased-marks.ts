import { sql } from "kysely";
import type { ErasedMarks } from "../erased-marks.js";
import { namesPlate } from "../is-sought.js";

/** Higher than any revision of a sender. */
const LAST_REVISION = sql.lit("9223372036854775807");

/**
 * The guard row of an erased stay is kept with the highest revision, so that no later one is accepted. Guards are
 * locked before their stays and sorted by id, as when stays are saved. A stay that is saved at the same moment is not
 * marked; the next pass of the erasure finds it.
 */
export const postgresErasedMarks: ErasedMarks = {
  async mark(transaction, plate) {
    await sql`
      with locked as materialized (
        select stay_id from stay_guards
        where stay_id in (select stay_id from stays where ${namesPlate(plate)})
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
