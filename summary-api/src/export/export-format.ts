/** A file of rows: stays, reads. */
export interface ExportFormat<Row> {
  readonly contentType: string;
  /** A shortened example, for the OpenAPI document. */
  readonly example: string;
  /** Has one or a few pages in memory at a time. */
  readonly encode: (
    pages: AsyncIterable<readonly Row[]>,
  ) => AsyncGenerator<string | Uint8Array, void>;
}

/** By file extension; and CSV as Excel wants it. */
export interface ExportFormats<Row> {
  readonly byExtension: Readonly<Record<"csv" | "ndjson" | "parquet", ExportFormat<Row>>>;
  readonly excelCsv: ExportFormat<Row>;
}
