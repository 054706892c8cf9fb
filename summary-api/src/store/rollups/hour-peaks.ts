import { type RawBuilder, type Transaction, sql } from "kysely";
import { MAX_PRESENCE_MS, type RollupKey } from "../../rollups/rollup.js";
import type { Tables } from "../tables.js";

/** Makes an instant of an ISO 8601 text, in the SQL of a database. */
export type InstantOf = (iso: string) => RawBuilder<unknown>;

/**
 * The highest number of cars at the same time, for some hours of a lot. A car that was there in an hour may have left
 * much later, so all stays of the next month are read, once for all hours.
 * @param hours - of one day, ascending
 * @param dayStartsAt - a stay that ended 31 days later or more does not count
 * @returns peaks by the beginning of the hour in ms; may have further hours
 */
export async function peaksOf(
  db: Transaction<Tables>,
  hours: readonly RollupKey[],
  dayStartsAt: Date,
  instant: InstantOf,
): Promise<ReadonlyMap<number, number>> {
  const [first, last] = [hours[0], hours.at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const [from, to] = [first.startsAt.toISOString(), last.endsAt.toISOString()];
  const horizon = new Date(dayStartsAt.getTime() + MAX_PRESENCE_MS).toISOString();
  // Also the end of each hour, as the hour after it may not be in `hours`. Its peak is in the result and is not used.
  const beginnings = hours.flatMap(({ startsAt, endsAt }) =>
    [startsAt, endsAt].map((at) => {
      const hour = instant(at.toISOString());
      return sql`select ${hour} as at, 1 as turn, 0 as change, ${hour} as hour`;
    }),
  );
  // Events of the same instant: first exits, then the beginning of an hour, then entries. The exit of a stay of no
  // length comes last, as its car was there.
  const { rows } = await sql<{ hour: Date | string; peak: number | string }>`
    with present as (
      select exited_at,
        case when entered_at < exited_at then entered_at else exited_at end as started_at
      from stays
      where lot_id = ${first.lotId} and status = 'closed'
        and exited_at >= ${from} and exited_at < ${horizon}
    ),
    inside as (
      select * from present
      where started_at < ${to} and (exited_at > ${from} or started_at >= ${from})
    ),
    changes as (
      ${sql.join(beginnings, sql` union all `)}
      union all
      select started_at, 2, 1, null from inside
      union all
      select exited_at, case when started_at < exited_at then 0 else 3 end, -1, null
      from inside where exited_at < ${to}
    ),
    levels as (
      select sum(change) over so_far as level, max(hour) over so_far as hour from changes
      window so_far as (order by at, turn rows unbounded preceding)
    )
    select hour, max(level) as peak from levels where hour is not null group by hour`.execute(db);
  return new Map(rows.map(({ hour, peak }) => [new Date(hour).getTime(), Number(peak)]));
}
