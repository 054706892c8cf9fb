import type { LotScope, SoughtPlate } from "@boomgate/contracts";
import { type RawBuilder, sql } from "kysely";

/** Whether a row with `plate` and `lot_id` has this plate. */
export const isSought = ({ plate, lots }: SoughtPlate): RawBuilder<boolean> =>
  isWithin(lots, sql<boolean>`plate = ${plate}`);

/** Whether a row has this plate now, or its exit was first read as this plate. Written so that the indexes serve it. */
export const namesPlate = ({ plate, lots }: SoughtPlate): RawBuilder<boolean> =>
  isWithin(
    lots,
    sql<boolean>`(plate = ${plate} or (exit_plate = ${plate} and exit_plate <> plate))`,
  );

/** Whether a row has one of these plates; false for every row when the list is empty. */
export const isOneOf = (plates: readonly SoughtPlate[]): RawBuilder<boolean> =>
  plates.length === 0
    ? sql<boolean>`1 = 0`
    : sql<boolean>`(${sql.join(plates.map(isSought), sql` or `)})`;

/** Whether a condition is true of a row in one of these lots. */
export function isWithin(
  lots: LotScope | undefined,
  isPlate: RawBuilder<boolean>,
): RawBuilder<boolean> {
  if (lots === undefined) return isPlate;
  return "only" in lots
    ? sql<boolean>`${isPlate} and lot_id in (${sql.join(lots.only)})`
    : sql<boolean>`${isPlate} and lot_id not in (${sql.join(lots.except)})`;
}
