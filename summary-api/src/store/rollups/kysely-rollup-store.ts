import { chunksOf } from "@boomgate/platform/lists";
import { type Kysely, type Transaction, sql } from "kysely";
import { type Period, PERIODS, type ZonedCalendar } from "../../rollups/calendar.js";
import type { Rollup, RollupCursor, RollupKey, RollupQuery } from "../../rollups/rollup.js";
import type { RollupStore } from "../../rollups/rollup-store.js";
import { translateErrors } from "../database-errors.js";
import {
  claim,
  COMPUTED_FROM,
  type DueKey,
  dueFor,
  makeOthersDue,
  type MarkRow,
} from "./rollups-due.js";
import { type InstantOf, peaksOf } from "./hour-peaks.js";
import { keptFrom } from "../kept-from.js";
import { combineDays, factsOf, type Figures, peakOfHours } from "./rollup-figures.js";
import { rollupOf } from "./rollup-rows.js";
import type { Tables } from "../tables.js";

const MARKS_AT_ONCE = 1_000;
const ROWS_AT_ONCE = 1_000;

export interface RollupDialect {
  /** Raises the time limit of statements in a transaction: a year may have millions of stays. */
  readonly allowLong: (transaction: Transaction<Tables>) => Promise<void>;
  readonly instant: InstantOf;
}

type Computed = readonly [DueKey, Figures & { readonly peak_occupancy: number }];

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
        .select(isStale(query.period))
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
        for (const some of chunksOf(dueFor(rows, this.calendar), ROWS_AT_ONCE)) {
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

  recompute(wanted: readonly RollupKey[]): Promise<void> {
    return translateErrors(() =>
      this.db.transaction().execute(async (transaction) => {
        const due = await claim(transaction, wanted);
        if (due.length === 0) return;
        await this.dialect.allowLong(transaction);
        const computed = await this.compute(transaction, due);
        for (const [key, figures] of computed) await this.write(transaction, key, figures);
        const keys = computed.map(([key]) => key);
        await makeOthersDue(transaction, keys, this.calendar);
      }),
    );
  }

  behindSince(): Promise<ReadonlyMap<Period, Date>> {
    return translateErrors(async () => {
      const { rows } = await sql<{ period: Period; since: Date | string }>`
        select period, min(since) as since from rollups_due group by period`.execute(this.db);
      const marks = await sql<{ since: Date | string | null }>`
        select min(marked_at) as since from rollup_marks`.execute(this.db);
      const due = new Map(rows.map(({ period, since }) => [period, new Date(since)]));
      const marked = marks.rows[0]?.since;
      const oldest = PERIODS.map((period) => {
        const times = [period, ...COMPUTED_FROM[period]].flatMap((each) => due.get(each) ?? []);
        if (marked) times.push(new Date(marked));
        return [period, times.toSorted((a, b) => a.getTime() - b.getTime())[0]] as const;
      });
      return new Map(oldest.flatMap(([period, since]) => (since ? [[period, since]] : [])));
    });
  }

  /** Without the rollups that may not be computed any more. */
  private async compute(
    transaction: Transaction<Tables>,
    due: readonly DueKey[],
  ): Promise<readonly Computed[]> {
    const gone = await keptFrom(transaction);
    const open = due.filter((key) => isOpen(key, gone));
    const [first] = open;
    if (first === undefined) return [];
    const day = this.calendar.spanOf("day", first.startsAt).startsAt;
    const peaks =
      first.period === "hour"
        ? await peaksOf(transaction, open, day, this.dialect.instant)
        : undefined;
    const computed: Computed[] = [];
    for (const key of open) {
      const isWhole = gone === undefined || key.startsAt >= gone;
      const peak_occupancy = peaks
        ? (peaks.get(key.startsAt.getTime()) ?? 0)
        : await peakOfHours(transaction, key);
      const figures = isWhole
        ? await factsOf(transaction, key)
        : await combineDays(transaction, key);
      computed.push([key, { ...figures, peak_occupancy }]);
    }
    // If another instance has given up stays meanwhile, it may have deleted some before they were read here.
    const goneNow = await keptFrom(transaction);
    return goneNow?.getTime() === gone?.getTime() ? computed : this.compute(transaction, due);
  }

  private async write(
    transaction: Transaction<Tables>,
    key: RollupKey,
    figures: Computed[1],
  ): Promise<void> {
    const columns = { ...figures, computed_at: this.now().toISOString() };
    const place = {
      period: key.period,
      lot_id: key.lotId,
      starts_at: key.startsAt.toISOString(),
      ends_at: key.endsAt.toISOString(),
    };
    if (figures.stays + figures.voids + figures.peak_occupancy === 0) {
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

const isStale = (period: Period) =>
  sql<number>`case
  when exists (select 1 from rollups_due d
    where d.period = r.period and d.lot_id = r.lot_id and d.starts_at = r.starts_at) then 1
  when exists (select 1 from rollup_marks m
    where m.lot_id = r.lot_id and m.starts_at < r.ends_at and m.ends_at >= r.starts_at) then 1
  ${sql.join(
    COMPUTED_FROM[period].map(
      (part) => sql`when exists (select 1 from rollups_due d where d.period = ${part}
        and d.lot_id = r.lot_id and d.starts_at >= r.starts_at and d.starts_at < r.ends_at) then 1`,
    ),
    sql` `,
  )}
  else 0 end`.as("is_stale");
