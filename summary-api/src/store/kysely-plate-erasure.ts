import type { SoughtPlate } from "@boomgate/contracts";
import type { Kysely } from "kysely";
import type { Erased, PlateErasure } from "../erasure/plate-erasure.js";
import { translateErrors } from "./database-errors.js";
import type { ErasedMarks } from "./erased-marks.js";
import { namesPlate } from "./is-sought.js";
import { rememberErased } from "./remember-erased.js";
import { RollupMarks } from "./rollups/rollup-marks.js";
import { placeOf } from "./stays/stay-rows.js";
import type { Tables } from "./tables.js";

/** A stay that is revised during a pass is found by the next one. */
const PASSES = 10;

export class KyselyPlateErasure implements PlateErasure {
  constructor(
    private readonly db: Kysely<Tables>,
    private readonly marks: ErasedMarks,
    private readonly now: () => Date,
  ) {}

  erase(plate: SoughtPlate): Promise<Erased> {
    return translateErrors(async () => {
      const sum = { stays: 0, superseded: 0 };
      for (let pass = 0; pass < PASSES; pass += 1) {
        const { stays, superseded } = await this.pass(plate);
        if (stays + superseded === 0) break;
        sum.stays += stays;
        sum.superseded += superseded;
      }
      return sum;
    });
  }

  private pass(plate: SoughtPlate): Promise<Erased> {
    return this.db.transaction().execute(async (transaction) => {
      await this.marks.mark(transaction, plate);
      const stays = await transaction
        .deleteFrom("stays")
        .where(namesPlate(plate))
        .where(this.marks.isMarked)
        .returning(["stay_id", "revision", "lot_id", "entered_at", "exited_at"])
        .execute();
      await rememberErased(transaction, stays);
      const marks = new RollupMarks();
      for (const { lotId, enteredAt, exitedAt } of stays.map(placeOf)) {
        marks.add(lotId, enteredAt, exitedAt);
      }
      await marks.save(transaction, this.now().toISOString());
      const { numDeletedRows } = await transaction
        .deleteFrom("superseded_stays")
        .where(namesPlate(plate))
        .executeTakeFirst();
      return { stays: stays.length, superseded: Number(numDeletedRows) };
    });
  }
}
