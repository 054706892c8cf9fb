import type { LotScope, SoughtPlate } from "@boomgate/contracts";
import { type RawBuilder, sql } from "kysely";

/** Whether a row with `plate` and `lot_id` is of that plate. */
export const isSought = ({ plate, lots }: SoughtPlate): RawBuilder<boolean> =>
  within(lots, sql<boolean>`plate = ${plate}`);

/** Whether it tells of the plate: also where the exit was read so and corrected later; as the indexes are made. */
export const tellsOf = ({ plate, lots }: SoughtPlate): RawBuilder<boolean> =>
  within(lots, sql<boolean>`(plate = ${plate} or (exit_plate = ${plate} and exit_plate <> plate))`);

/** Whether it is of one of them; no row is, when there are none. */
export const isOneOf = (plates: readonly SoughtPlate[]): RawBuilder<boolean> =>
  plates.length === 0
    ? sql<boolean>`1 = 0`
    : sql<boolean>`(${sql.join(plates.map(isSought), sql` or `)})`;

function within(lots: LotScope | undefined, isPlate: RawBuilder<boolean>): RawBuilder<boolean> {
  if (lots === undefined) return isPlate;
  return "only" in lots
    ? sql<boolean>`${isPlate} and lot_id in (${sql.join(lots.only)})`
    : sql<boolean>`${isPlate} and lot_id not in (${sql.join(lots.except)})`;
}
