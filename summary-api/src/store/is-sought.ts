import type { SoughtPlate } from "@boomgate/contracts";
import { type RawBuilder, sql } from "kysely";

/** Whether a row with `plate` and `lot_id` is of that plate. */
export function isSought({ plate, lots }: SoughtPlate): RawBuilder<boolean> {
  const isPlate = sql<boolean>`plate = ${plate}`;
  if (lots === undefined) return isPlate;
  return "only" in lots
    ? sql<boolean>`${isPlate} and lot_id in (${sql.join(lots.only)})`
    : sql<boolean>`${isPlate} and lot_id not in (${sql.join(lots.except)})`;
}

/** Whether it is one of them; no row is, when there are none. */
export const isOneOf = (plates: readonly SoughtPlate[]): RawBuilder<boolean> =>
  plates.length === 0
    ? sql<boolean>`1 = 0`
    : sql<boolean>`(${sql.join(plates.map(isSought), sql` or `)})`;
