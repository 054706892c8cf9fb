import type { Transaction } from "kysely";
import { type Period, PERIODS, type ZonedCalendar } from "../../rollups/calendar.js";
import type { RollupKey } from "../../rollups/rollup.js";
import type { Tables } from "../tables.js";

export interface MarkRow {
  readonly lot_id: string;
  readonly starts_at: Date | string;
  readonly ends_at: Date | string;
  readonly marked_at: Date | string;
}

export interface DueKey extends RollupKey {
  /** The time of the oldest change that the rollup does not contain. */
  readonly since: Date;
}

interface DueRow {
  readonly period: Period;
  readonly lot_id: string;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly since: string;
}

/**
 * The rollups that each rollup is computed from, besides the stays: peaks come from hours, and what is left of
 * months and years whose stays are deleted in part comes from days.
 */
export const COMPUTED_FROM: Readonly<Record<Period, readonly Period[]>> = {
  hour: [],
  day: ["hour"],
  month: ["hour", "day"],
  year: ["hour", "day"],
};

/**
 * Each rollup of these periods that the marks touch, once, with the time of its first mark. Shorter periods come
 * first: transactions that make rollups due lock them in this order, so none waits for another in a circle.
 */
export function dueFor(
  marks: readonly MarkRow[],
  calendar: ZonedCalendar,
  periods: readonly Period[] = PERIODS,
): readonly DueRow[] {
  const due = new Map<string, DueRow>();
  for (const period of periods) {
    for (const { lot_id, starts_at, ends_at, marked_at } of marks) {
      const since = new Date(marked_at).toISOString();
      for (const span of calendar.spansOver(period, new Date(starts_at), new Date(ends_at))) {
        const from = span.startsAt.toISOString();
        const id = JSON.stringify([period, lot_id, from]);
        if (due.has(id)) continue;
        due.set(id, { period, lot_id, starts_at: from, ends_at: span.endsAt.toISOString(), since });
      }
    }
  }
  return [...due.values()];
}

/**
 * Deletes the keys from the list of rollups due, which locks them: another instance that computes the same rollups
 * waits, and then finds none. A key that is added meanwhile waits, too, and stays in the list.
 * @returns the keys that were in the list
 */
export async function claim(
  transaction: Transaction<Tables>,
  keys: readonly RollupKey[],
): Promise<readonly DueKey[]> {
  const [first] = keys;
  if (first === undefined) return [];
  const rows = await transaction
    .deleteFrom("rollups_due")
    .where("period", "=", first.period)
    .where("lot_id", "=", first.lotId)
    .where(
      "starts_at",
      "in",
      keys.map(({ startsAt }) => startsAt.toISOString()),
    )
    .returning(["starts_at", "since"])
    .execute();
  const claimed = new Map(
    rows.map(({ starts_at, since }) => [new Date(starts_at).getTime(), new Date(since)]),
  );
  return keys.flatMap((key) => {
    const since = claimed.get(key.startsAt.getTime());
    return since ? [{ ...key, since }] : [];
  });
}

/**
 * Makes the rollups due that are computed from `keys`: another instance may have computed them meanwhile, from the
 * figures before. Locks also those that are due already, so that an instance that wants to compute one of them waits
 * for this transaction and reads its figures.
 * @param keys - just computed in this transaction, all of one period
 */
export async function makeOthersDue(
  transaction: Transaction<Tables>,
  keys: readonly DueKey[],
  calendar: ZonedCalendar,
): Promise<void> {
  const marks = keys.map(({ lotId, startsAt, since }) => ({
    lot_id: lotId,
    starts_at: startsAt,
    ends_at: startsAt,
    marked_at: since,
  }));
  const others = PERIODS.filter((period) =>
    keys.some((key) => COMPUTED_FROM[period].includes(key.period)),
  );
  const due = dueFor(marks, calendar, others);
  if (due.length === 0) return;
  await transaction
    .insertInto("rollups_due")
    .values(due)
    .onConflict((conflict) =>
      conflict
        .columns(["period", "starts_at", "lot_id"])
        .doUpdateSet((eb) => ({ since: eb.ref("excluded.since") }))
        .whereRef("excluded.since", "<", "rollups_due.since"),
    )
    .execute();
}
