import { InvalidArgumentError } from "commander";

const UNITS_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "30d", "12h" or "90m" on a command line, in ms. */
export function parseTimeSpan(text: string): number {
  const [, count = "", unit = ""] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS_MS[unit] ?? 0);
  if (ms > 0) return ms;
  throw new InvalidArgumentError("must be minutes, hours or days like 90m, 12h or 30d.");
}
