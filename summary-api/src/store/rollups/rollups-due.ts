import { type Period, PERIODS, type ZonedCalendar } from "../../rollups/calendar.js";

export interface MarkRow {
  readonly lot_id: string;
  readonly starts_at: Date | string;
  readonly ends_at: Date | string;
  readonly marked_at: Date | string;
}

interface DueRow {
  readonly period: Period;
  readonly lot_id: string;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly since: string;
}

/** Each rollup that the marks touch, once, with the time of its first mark. */
export function dueFor(marks: readonly MarkRow[], calendar: ZonedCalendar): readonly DueRow[] {
  const due = new Map<string, DueRow>();
  for (const { lot_id, starts_at, ends_at, marked_at } of marks) {
    const since = new Date(marked_at).toISOString();
    for (const period of PERIODS) {
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
