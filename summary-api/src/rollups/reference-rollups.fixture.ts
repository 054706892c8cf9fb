import type { ClosedStay, StaySummary } from "@boomgate/contracts";
import type { Period, Span, ZonedCalendar } from "./calendar.js";
import type { Rollup } from "./rollup.js";

/** What rollups should be: slowly, from all stays at once, without a database. */
export function referenceRollups(
  stays: readonly StaySummary[],
  period: Period,
  calendar: ZonedCalendar,
): readonly Partial<Rollup>[] {
  const all: Partial<Rollup>[] = [];
  const times = stays.flatMap((stay) => [startOf(stay), stay.exitedAt.getTime()]);
  if (times.length === 0) return [];
  const [first, last] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
  for (const span of calendar.spansOver(period, first, last)) {
    for (const lotId of [...new Set(stays.map((stay) => stay.lotId))].toSorted()) {
      const inLot = stays.filter((stay) => stay.lotId === lotId);
      const ended = inLot.filter(
        ({ exitedAt }) => exitedAt >= span.startsAt && exitedAt < span.endsAt,
      );
      const closed = ended.filter(isClosed);
      const peakOccupancy = peakIn(span, inLot.filter(isClosed));
      const voids = ended.length - closed.length;
      if (ended.length + peakOccupancy === 0) continue;
      const durations = closed
        .map(({ durationSeconds }) => durationSeconds)
        .toSorted((a, b) => a - b);
      const percentile = (share: number) => durations[Math.ceil(durations.length * share) - 1];
      all.push({
        ...span,
        period,
        lotId,
        stays: closed.length,
        voids,
        distinctPlates: new Set(closed.map(({ plate }) => plate)).size,
        totalSeconds: durations.reduce((sum, duration) => sum + duration, 0),
        p50Seconds: percentile(0.5),
        p90Seconds: percentile(0.9),
        p95Seconds: percentile(0.95),
        peakOccupancy,
        isCurrent: true,
      });
    }
  }
  return all;
}

const isClosed = (stay: StaySummary): stay is ClosedStay => stay.status === "closed";
const startOf = (stay: StaySummary) =>
  Math.min(stay.exitedAt.getTime(), isClosed(stay) ? stay.enteredAt.getTime() : Infinity);

/** Tried at every instant at which it can change for the better. */
function peakIn({ startsAt, endsAt }: Span, stays: readonly ClosedStay[]): number {
  const [from, to] = [startsAt.getTime(), endsAt.getTime()];
  const present = stays
    .map((stay) => ({ start: startOf(stay), end: stay.exitedAt.getTime() }))
    .filter(({ start, end }) => start < to && (end > from || start >= from));
  const instants = [from, ...present.map(({ start }) => start).filter((start) => start >= from)];
  const isThere = (instant: number) => (stay: { start: number; end: number }) =>
    stay.start <= instant &&
    (stay.end > instant || (stay.start === instant && stay.end === instant));
  const levels = instants.map((instant) => present.filter(isThere(instant)).length);
  return Math.max(...levels);
}
