const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;

/** Instants outside these years are a broken clock, not a car. */
const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2100, 0, 1);

/**
 * Reads an RFC 3339 date with its zone; digits below the millisecond are dropped.
 * @returns milliseconds since 1970 (UTC), or `undefined` when the text is no such date, names a day
 *   that does not exist, or lies outside the years 2000 to 2099
 */
export function parseInstant(text: string): number | undefined {
  const parts = RFC_3339.exec(text);
  if (!parts) return undefined;
  if (Number(parts[3]) > daysInMonth(Number(parts[1]), Number(parts[2]))) return undefined;
  const ms = Date.parse(text.toUpperCase().replace(" ", "T"));
  return ms >= EARLIEST_MS && ms < LATEST_MS ? ms : undefined;
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
