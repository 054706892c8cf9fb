import { offsetOfText } from "./zone.js";

/** Which of day and month stands first in 03/01/2026. */
export type DateOrder = "dmy" | "mdy";

/** A date and time as a camera wrote it. */
export type WrittenTime =
  | {
      readonly kind: "written";
      /** Milliseconds of the date and time as if it were UTC. */
      readonly local: number;
      /** Where the text has one. */
      readonly offsetMs: number | undefined;
    }
  | { readonly kind: "broken" }
  | { readonly kind: "order_missing" };

const ZONE = String.raw`\s*(?<zone>[Zz]|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$`;
const CLOCK = String.raw`(?<hour>\d{1,2})[:\-.h](?<minute>\d\d)(?:[:\-.](?<second>\d\d)(?:[.,:\-](?<fraction>\d{1,9}))?)?(?:\s*(?<half>[AaPp])\.?[Mm]\.?)?`;
const FORMS = [
  // 2026-03-01 09:00:00.123, 2026/03/01T09:00:00+01:00
  new RegExp(
    String.raw`^(?<year>\d{4})[-/.](?<month>\d{1,2})[-/.](?<day>\d{1,2})[Tt\s,]+${CLOCK}${ZONE}`,
  ),
  // 20260301090000123, 20260301T090000, 20260301 090000252
  new RegExp(
    String.raw`^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)[Tt\s]?(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)[.,]?(?<fraction>\d{1,9})?${ZONE}`,
  ),
  // 03/01/2026 09:00:00
  new RegExp(
    String.raw`^(?<one>\d{1,2})[-/.](?<two>\d{1,2})[-/.](?<year>\d{4})[Tt\s,]+${CLOCK}${ZONE}`,
  ),
];

/** Digits below the millisecond are dropped. */
export function readWritten(text: string, order: DateOrder | undefined): WrittenTime {
  const groups = text.length > 64 ? undefined : matchOf(text.trim());
  if (groups === undefined) return { kind: "broken" };
  const { one, two } = groups;
  if (one !== undefined && order === undefined) return { kind: "order_missing" };
  const [day, month] = order === "mdy" ? [two, one] : [one, two];
  const local = localOf({ ...groups, day: groups["day"] ?? day, month: groups["month"] ?? month });
  return local === undefined
    ? { kind: "broken" }
    : { kind: "written", local, offsetMs: offsetOf(groups["zone"]) };
}

type Groups = Readonly<Record<string, string | undefined>>;

function matchOf(text: string): Groups | undefined {
  for (const form of FORMS) {
    const groups = form.exec(text)?.groups;
    if (groups) return groups;
  }
  return undefined;
}

function localOf(groups: Groups): number | undefined {
  const [year, month, day, minute, second] = ["year", "month", "day", "minute", "second"].map(
    (name) => Number(groups[name] ?? 0),
  ) as [number, number, number, number, number];
  const hour = hourOf(Number(groups["hour"]), groups["half"]?.toLowerCase());
  const ms = Number((groups["fraction"] ?? "").padEnd(3, "0").slice(0, 3));
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second, ms));
  // Date.UTC takes the 31st of February for the 3rd of March.
  const isReal =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1_000 && hour <= 23;
  return isReal && minute <= 59 && second <= 59 ? date.getTime() : undefined;
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (half === "p" ? 12 : 0);
}

function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined;
  if (/^[A-Za-z]/.test(zone)) return 0;
  return offsetOfText(zone.length === 3 ? `${zone}:00` : zone);
}
