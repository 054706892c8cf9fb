import { storedStayToWire } from "../http/stay-wire.js";
import { cellOf, type CsvValue, quotedCell } from "./csv.js";
import type { ExportFormat } from "./export-format.js";
import { COLUMNS, csv, textOf } from "./text-formats.js";

/** Without it Excel reads UTF-8 as the code page of the machine. */
const BYTE_ORDER_MARK = "\ufeff";
/** Texts of our own making, which Excel leaves as they are. */
const PLAIN: ReadonlySet<string> = new Set([
  "status",
  "entry_date_time",
  "exit_date_time",
  "duration",
  "received_at",
]);
/** Excel keeps fifteen digits of a number. */
const LARGEST_NUMBER = 999_999_999_999_999;

/**
 * For people who open the file in Excel, which takes the plate 0012345 for 12345, 1E5 for 100000 and 3MAR26 for a day,
 * quoted or not. A formula that is nothing but a text, ="0012345", stays what it says, and nothing within it runs.
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
