import { storedStayToWire } from "../http/stay-wire.js";
import { cellOf, type CsvValue, quotedCell } from "./csv.js";
import type { ExportFormat } from "./export-format.js";
import { COLUMNS, csv, textOf } from "./text-formats.js";

/** Without it, Excel reads the file in the code page of the machine instead of UTF-8. */
const BYTE_ORDER_MARK = "\ufeff";
/** Columns with texts that Excel does not change. */
const PLAIN: ReadonlySet<string> = new Set([
  "status",
  "entry_date_time",
  "exit_date_time",
  "duration",
  "received_at",
]);
/** Excel keeps fifteen digits of a number; longer ones are written as text. */
const LARGEST_NUMBER = 999_999_999_999_999;

/**
 * For Excel, which reads the plate 0012345 as 12345, 1E5 as 100000 and 3MAR26 as a date, quoted or not. A formula that
 * is only a text, ="0012345", keeps the text, and nothing within it is run.
 */
export const excelCsv: ExportFormat = {
  ...csv,
  encode: textOf(`${BYTE_ORDER_MARK}${COLUMNS.join(",")}\r\n`, (stay) => {
    const wire = storedStayToWire(stay);
    return `${COLUMNS.map((name) => excelCell(name, wire[name])).join(",")}\r\n`;
  }),
};

function excelCell(column: string, value: CsvValue): string {
  if (value === undefined || PLAIN.has(column)) return cellOf(value);
  if (typeof value === "number" && Math.abs(value) <= LARGEST_NUMBER) return cellOf(value);
  return quotedCell(`="${String(value).replaceAll('"', '""')}"`);
}
