/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * One line of RFC 4180, with its end. Text that a spreadsheet would run as a formula gets an
 * apostrophe before it, which the spreadsheet then hides.
 */
export const csvLine = (values: readonly (string | number | undefined)[]): string =>
  `${values.map(cellOf).join(",")}\r\n`;

function cellOf(value: string | number | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
