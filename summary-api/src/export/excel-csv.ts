import { cellOf, type CsvValue, quotedCell } from "./csv.js";
import type { ExportFormat } from "./export-format.js";
import { csvOf, type TextTable, textOf } from "./text-formats.js";

/** Without it, Excel reads the file in the code page of the machine instead of UTF-8. */
const BYTE_ORDER_MARK = "\ufeff";
/** Excel keeps fifteen digits of a number; longer ones are written as text. */
const LARGEST_NUMBER = 999_999_999_999_999;

/**
 * For Excel, which reads the plate 0012345 as 12345, 1E5 as 100000 and 3MAR26 as a date, quoted or not. A formula that
 * is only a text, ="0012345", keeps the text, and nothing within it is run.
 * @param plain - columns with texts that Excel does not change
 */
export const excelCsvOf = <Row>(
  table: TextTable<Row>,
  plain: ReadonlySet<string>,
): ExportFormat<Row> => ({
  ...csvOf(table),
  encode: textOf(`${BYTE_ORDER_MARK}${table.columns.join(",")}\r\n`, (row) => {
    const values = table.valuesOf(row);
    const cells = table.columns.map((name) => {
      const value = values[name];
      return plain.has(name) ? cellOf(value) : excelCell(value);
    });
    return `${cells.join(",")}\r\n`;
  }),
});

function excelCell(value: CsvValue): string {
  if (value === undefined) return cellOf(value);
  if (typeof value === "number" && Math.abs(value) <= LARGEST_NUMBER) return cellOf(value);
  return quotedCell(`="${String(value).replaceAll('"', '""')}"`);
}
