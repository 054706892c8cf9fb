import { chunksOf } from "@boomgate/platform/lists";
import { type Kysely, type Transaction, sql } from "kysely";
import { type Period, PERIODS, type ZonedCalendar } from "../../rollups/calendar.js";
import type { Rollup, RollupCursor, RollupKey, RollupQuery } from "../../rollups/rollup.js";
import type { RollupStore } from "../../rollups/rollup-store.js";
import { translateErrors } from "../database-errors.js";
import { dueFor, type MarkRow } from "./rollups-due.js";
import { type InstantOf, peaksOf } from "./hour-peaks.js";
import { keptFrom } from "../kept-from.js";
import { combineDays, factsOf, peakOfHours } from "./rollup-figures.js";
import { rollupOf } from "./rollup-rows.js";
import type { Tables } from "../tables.js";

const MARKS_AT_ONCE = 1_000;
const ROWS_AT_ONCE = 1_000;

export interface RollupDialect {
  /** Raises the time limit of statements in a transaction: a year may have millions of stays. */
  readonly allowLong: (transaction: Transaction<Tables>) => Promise<void>;
  readonly instant: InstantOf;
}

export class KyselyRollupStore implements RollupStore {
  constructor(
    private readonly db: Kysely<Tables>,
    private readonly calendar: ZonedCalendar,
    private readonly now: () => Date,
    private readonly dialect: RollupDialect,
  ) {}

  list(query: RollupQuery, limit: number, cursor?: RollupCursor): Promise<readonly Rollup[]> {
    return translateErrors(async () => {
      let select = this.db
        .selectFrom("rollups as r")
        .selectAll("r")
        .select(IS_STALE)
        .where("period", "=", query.period)
        .orderBy("r.starts_at")
        .orderBy("r.lot_id")
        .limit(limit);
      if (query.lotId !== undefined) select = select.where("lot_id", "=", query.lotId);
      if (query.from) select = select.where("ends_at", ">", query.from.toISOString());
      if (query.to) select = select.where("starts_at", "<", query.to.toISOString());
      if (cursor) {
        const { startsAt, lotId } = cursor;
        select = select.where((eb) =>
          eb(eb.refTuple("starts_at", "lot_id"), ">", eb.tuple(startsAt.toISOString(), lotId)),
        );
      }
      return (await select.execute()).map(rollupOf);
    });
  }

  takeMarks(): Promise<boolean> {
    return translateErrors(() =>
      this.db.transaction().execute(async (transaction) => {
        const { rows } = await sql<MarkRow>`
          delete from rollup_marks
          where id in (select id from rollup_marks order by id limit ${MARKS_AT_ONCE})
          returning lot_id, starts_at, ends_at, marked_at`.execute(transaction);
        const due = dueFor(rows, this.calendar);
        for (const some of chunksOf(due, ROWS_AT_ONCE)) {
          await transaction
            .insertInto("rollups_due")
            .values(some)
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        }
        return rows.length > 0;
      }),
    );
  }

  due(period: Period, limit: number): Promise<readonly (readonly RollupKey[])[]> {
    return translateErrors(async () => {
      const rows = await this.db
        .selectFrom("rollups_due")
        .selectAll()
        .where("period", "=", period)
        .orderBy("since")
        .orderBy("lot_id")
        .orderBy("starts_at")
        .limit(limit)
        .execute();
      const groups = new Map<string, RollupKey[]>();
      for (const { lot_id, starts_at, ends_at } of rows) {
        const startsAt = new Date(starts_at);
        const key = { period, lotId: lot_id, startsAt, endsAt: new Date(ends_at) };
        const together =
          period === "hour" ? this.calendar.spanOf("day", startsAt).startsAt : startsAt;
        const id = JSON.stringify([lot_id, together]);
        groups.set(id, [...(groups.get(id) ?? []), key]);
      }
      return Array.from(groups.values(), (keys) =>
        keys.toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime()),
      );
    });
  }

  recompute(keys: readonly RollupKey[]): Promise<void> {
    return translateErrors(() =>
      this.db.transaction().execute(async (transaction) => {
        const due = await this.claim(transaction, keys);
        const gone = await keptFrom(transaction);
        const open = due.filter((key) => isOpen(key, gone));
        const [first] = open;
        if (first === undefined) return;
        await this.dialect.allowLong(transaction);
        const day = this.calendar.spanOf("day", first.startsAt).startsAt;
        const isHour = first.period === "hour";
        const peaks = isHour
          ? await peaksOf(transaction, open, day, this.dialect.instant)
          : undefined;
        for (const key of open) {
          const isWhole = gone === undefined || key.startsAt >= gone;
          const peak = peaks
            ? (peaks.get(key.startsAt.getTime()) ?? 0)
            : await peakOfHours(transaction, key);
          await this.write(transaction, key, isWhole, peak);
        }
      }),
    );
  }

  behindSince(): Promise<ReadonlyMap<Period, Date>> {
    return translateErrors(async () => {
      const { rows } = await sql<{ period: Period; since: Date | string }>`
        select period, min(since) as since from rollups_due group by period`.execute(this.db);
      const marks = await sql<{ since: Date | string | null }>`
        select min(marked_at) as since from rollup_marks`.execute(this.db);
      const behind = new Map(rows.map(({ period, since }) => [period, new Date(since)]));
      const marked = marks.rows[0]?.since;
      if (!marked) return behind;
      for (const period of PERIODS) {
        const since = behind.get(period) ?? new Date(marked);
        behind.set(period, since < new Date(marked) ? since : new Date(marked));
      }
      return behind;
    });
  }

  /**
   * Deletes the keys from the list of rollups due, which locks them: another instance that computes the same rollups
   * waits, and then finds none. A key that is added meanwhile waits, too, and stays in the list.
   */
  private async claim(
    transaction: Transaction<Tables>,
    keys: readonly RollupKey[],
  ): Promise<readonly RollupKey[]> {
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
      .returning("starts_at")
      .execute();
    const claimed = new Set(rows.map(({ starts_at }) => new Date(starts_at).getTime()));
    return keys.filter(({ startsAt }) => claimed.has(startsAt.getTime()));
  }

  private async write(
    transaction: Transaction<Tables>,
    key: RollupKey,
    isWhole: boolean,
    peak_occupancy: number,
  ): Promise<void> {
    const figures = isWhole ? await factsOf(transaction, key) : await combineDays(transaction, key);
    const columns = { ...figures, peak_occupancy, computed_at: this.now().toISOString() };
    const place = {
      period: key.period,
      lot_id: key.lotId,
      starts_at: key.startsAt.toISOString(),
      ends_at: key.endsAt.toISOString(),
    };
    if (columns.stays + columns.voids + peak_occupancy === 0) {
      await transaction
        .deleteFrom("rollups")
        .where("period", "=", place.period)
        .where("lot_id", "=", place.lot_id)
        .where("starts_at", "=", place.starts_at)
        .execute();
      return;
    }
    await transaction
      .insertInto("rollups")
      .values({ ...place, ...columns })
      .onConflict((conflict) =>
        conflict.columns(["period", "starts_at", "lot_id"]).doUpdateSet(columns),
      )
      .execute();
  }
}

/** Whether a rollup may still be computed. Hours and days may not once their stays are deleted; months and years once all of their stays are. */
function isOpen({ period, startsAt, endsAt }: RollupKey, gone: Date | undefined): boolean {
  if (gone === undefined) return true;
  return (period === "hour" || period === "day" ? startsAt : endsAt) >= gone;
}

const IS_STALE = sql<number>`case
  when exists (select 1 from rollups_due d
    where d.period = r.period and d.lot_id = r.lot_id and d.starts_at = r.starts_at) then 1
  when exists (select 1 from rollup_marks m
    where m.lot_id = r.lot_id and m.starts_at < r.ends_at and m.ends_at >= r.starts_at) then 1
  else 0 end`.as("is_stale");
