/** A spreadsheet runs text that begins so as a formula, also with full-width characters or after spaces. */
const FORMULA = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * One line of RFC 4180, with its line end. Text that a spreadsheet would run as a formula gets an apostrophe before
 * it, which the spreadsheet does not show.
 */
export const csvLine = (values: readonly CsvValue[]): string =>
  `${values.map(cellOf).join(",")}\r\n`;

export type CsvValue = string | number | undefined;

export function cellOf(value: CsvValue): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(value);
  return quotedCell(FORMULA.test(value) ? `'${value}` : value);
}

export function quotedCell(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
