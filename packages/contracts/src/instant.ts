const RFC_3339 =
  /^\d{4}-\d\d-\d\d[Tt ](?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;

/** Instants outside these years are a broken clock, not a car. */
const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

/**
 * Reads an RFC 3339 date with its zone; digits below the millisecond are dropped.
 * @returns milliseconds since 1970 (UTC), or `undefined` when the text is no such date, names a day
 *   that does not exist, or lies outside the years 2000 to 2099
 */
export function parseInstant(text: string): number | undefined {
  if (!RFC_3339.test(text)) return undefined;
  const day = Number(text.slice(8, 10));
  // Only from the 29th on does the day have to be checked against the calendar: every month has 28 days.
  if (day > 28 && day > daysInMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7)))) {
    return undefined;
  }
  const ms = Date.parse(isAsDateWrites(text) ? text : text.toUpperCase().replace(" ", "T"));
  return ms >= EARLIEST_MS && ms < LATEST_MS ? ms : undefined;
}

/** "2026-11-20T08:00:00.000Z", as nearly all are. */
const isAsDateWrites = (text: string) => text[10] === "T" && text.endsWith("Z");

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
