import { csvLine, type CsvValue } from "./csv.js";
import type { ExportFormat } from "./export-format.js";

/** How rows are written as lines of text. */
export interface TextTable<Row> {
  readonly columns: readonly string[];
  /** The values of a row by the names of their columns. */
  readonly valuesOf: (row: Row) => Readonly<Record<string, CsvValue>>;
  /** The row as it is in the list. */
  readonly wireOf: (row: Row) => object;
  /** Shortened first lines. */
  readonly examples: { readonly csv: string; readonly ndjson: string };
}

/** For spreadsheets: RFC 4180 with a header line. */
export const csvOf = <Row>({ columns, valuesOf, examples }: TextTable<Row>): ExportFormat<Row> => ({
  contentType: "text/csv; charset=utf-8; header=present",
  example: examples.csv,
  encode: textOf(csvLine(columns), (row) => {
    const values = valuesOf(row);
    return csvLine(columns.map((name) => values[name]));
  }),
});

/** For programs: one JSON object per line, as in the list. */
export const ndjsonOf = <Row>({ wireOf, examples }: TextTable<Row>): ExportFormat<Row> => ({
  contentType: "application/x-ndjson; charset=utf-8",
  example: examples.ndjson,
  encode: textOf("", (row) => `${JSON.stringify(wireOf(row))}\n`),
});

export function textOf<Row>(
  head: string,
  lineOf: (row: Row) => string,
): ExportFormat<Row>["encode"] {
  return async function* (pages) {
    let before = head;
    for await (const page of pages) {
      yield before + page.map(lineOf).join("");
      before = "";
    }
  };
}
