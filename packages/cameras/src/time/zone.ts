const FIXED = /^([+-])(\d\d):?(\d\d)$/;
const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** @param zone - an IANA name, or an offset such as "+05:30" */
export function isTimeZone(zone: string): boolean {
  if (FIXED.test(zone)) return offsetOfText(zone) !== undefined;
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/**
 * The instant at which clocks in a zone show a time.
 * - A time that occurs twice (clocks are put back) is the first of the two.
 * - A time that does not occur (clocks are put forward) is read with the offset from before, as by a camera that
 *   has not changed its clock yet: 02:30 is the instant that the others call 03:30.
 * @param local - milliseconds of the date and time as if it were UTC
 */
export function instantOf(local: number, zone: string): number {
  const fixed = offsetOfText(zone);
  if (fixed !== undefined) return local - fixed;
  const before = offsetAt(local - DAY_MS, zone);
  const after = offsetAt(local + DAY_MS, zone);
  if (before === after) return local - before;
  const fits = [before, after].filter((offset) => offsetAt(local - offset, zone) === offset);
  return local - (fits.length === 0 ? before : Math.max(...fits));
}

/** @returns the offset of "+05:30" in milliseconds; `undefined` when the text is none */
export function offsetOfText(text: string): number | undefined {
  const [, sign, hours, minutes] = FIXED.exec(text) ?? [];
  if (Number(hours) > 15 || Number(minutes) > 59 || sign === undefined) return undefined;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function offsetAt(instant: number, zone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instant)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const shown = Date.UTC(year, month - 1, day, hour, minute, second);
  return shown - Math.floor(instant / 1_000) * 1_000;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US-u-ca-iso8601", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(zone, format);
  return format;
}
