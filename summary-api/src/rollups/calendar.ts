export const PERIODS = ["hour", "day", "month", "year"] as const;
export type Period = (typeof PERIODS)[number];

/** From `startsAt` inclusive to `endsAt` exclusive. */
export interface Span {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

type LocalDate = readonly [year: number, month: number, day: number];

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
/** The largest offset of any time zone. */
const FARTHEST_MS = 16 * HOUR_MS;

/**
 * Hours, days, months and years of one time zone. Days of a clock change have 23 or 25 hours. Hours are
 * counted from the beginning of their day: where a zone moves its clock by half an hour, the last
 * hour of that day is half as long.
 */
export class ZonedCalendar {
  private readonly format: Intl.DateTimeFormat;
  private readonly starts = new Map<number, number>();

  /** @throws {RangeError} for an unknown time zone */
  constructor(readonly timeZone: string) {
    const numeric = { year: "numeric", month: "numeric", day: "numeric" } as const;
    this.format = new Intl.DateTimeFormat("en-u-ca-gregory", { timeZone, ...numeric });
  }

  /** The span of this period that contains the instant. */
  spanOf(period: Period, at: Date): Span {
    if (period === "hour") return hourOf(this.spanOf("day", at), at.getTime());
    const [year, month, day] = this.dateOf(at.getTime());
    if (period === "day") return this.between([year, month, day], [year, month, day + 1]);
    if (period === "month") return this.between([year, month, 1], [year, month + 1, 1]);
    return this.between([year, 1, 1], [year + 1, 1, 1]);
  }

  /** All spans that touch the time from `from` to `to`, both included. */
  *spansOver(period: Period, from: Date, to: Date): Generator<Span> {
    let span = this.spanOf(period, from);
    while (span.startsAt <= to) {
      yield span;
      span = this.spanOf(period, span.endsAt);
    }
  }

  private between(first: LocalDate, next: LocalDate): Span {
    return { startsAt: new Date(this.startOf(first)), endsAt: new Date(this.startOf(next)) };
  }

  /** The first second of a day; not always midnight, which some clock changes skip. */
  private startOf([year, month, day]: LocalDate): number {
    const midnight = Date.UTC(year, month - 1, day);
    const known = this.starts.get(midnight);
    if (known !== undefined) return known;
    let before = (midnight - FARTHEST_MS) / SECOND_MS;
    let after = (midnight + FARTHEST_MS) / SECOND_MS;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      const [y, m, d] = this.dateOf(middle * SECOND_MS);
      if (Date.UTC(y, m - 1, d) >= midnight) after = middle;
      else before = middle;
    }
    this.starts.set(midnight, after * SECOND_MS);
    return after * SECOND_MS;
  }

  private dateOf(ms: number): LocalDate {
    const parts = this.format.formatToParts(ms);
    const valueOf = (type: string) => Number(parts.find((part) => part.type === type)?.value);
    return [valueOf("year"), valueOf("month"), valueOf("day")];
  }
}

function hourOf(day: Span, ms: number): Span {
  const hours = Math.floor((ms - day.startsAt.getTime()) / HOUR_MS);
  const startMs = day.startsAt.getTime() + hours * HOUR_MS;
  const endMs = Math.min(startMs + HOUR_MS, day.endsAt.getTime());
  return { startsAt: new Date(startMs), endsAt: new Date(endMs) };
}
