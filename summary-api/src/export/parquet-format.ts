import { ByteWriter, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import type { ExportFormat } from "./export-format.js";

/**
 * Rows of one row group. They are held in memory, and writing them blocks the event loop: larger groups would be read
 * a little faster, but would block the intake for longer.
 */
const GROUP_ROWS = 5_000;

export interface ParquetColumn<Row> {
  readonly schema: SchemaElement;
  readonly valueOf: (row: Row) => string | number | bigint | Date | undefined;
}

export const PARQUET_TEXT = { type: "BYTE_ARRAY", converted_type: "UTF8" } as const;
/** Both types, as older readers know only the first, which does not say that the time is UTC. */
export const PARQUET_INSTANT = {
  type: "INT64",
  converted_type: "TIMESTAMP_MILLIS",
  logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
} as const;
export const REQUIRED = { repetition_type: "REQUIRED" } as const;
export const OPTIONAL = { repetition_type: "OPTIONAL" } as const;

/**
 * For data tools: typed columns, compressed with Snappy.
 * @param rows - what a row is: "stays"
 */
export function parquetOf<Row>(
  rows: string,
  columns: readonly ParquetColumn<Row>[],
): ExportFormat<Row> {
  const schema = [
    { name: rows, num_children: columns.length },
    ...columns.map((column) => column.schema),
  ];
  return {
    contentType: "application/vnd.apache.parquet",
    example: "PAR1...PAR1",
    async *encode(pages) {
      const bytes = new ByteWriter();
      const file = new ParquetWriter({ writer: bytes, schema, createdBy: "boomgate" });
      let group: Row[] = [];
      for await (const page of pages) {
        group.push(...page);
        if (group.length < GROUP_ROWS) continue;
        await writeGroup(file, columns, group);
        group = [];
        yield taken(bytes);
      }
      if (group.length > 0) await writeGroup(file, columns, group);
      await file.finish();
      yield taken(bytes);
    },
  };
}

async function writeGroup<Row>(
  file: ParquetWriter,
  columns: readonly ParquetColumn<Row>[],
  rows: readonly Row[],
): Promise<void> {
  const columnData = columns.map(({ schema: { name }, valueOf }) => ({
    ...{ name, data: rows.map(valueOf) },
    offsetIndex: false, // it would be kept in memory until the end
  }));
  await file.write({ columnData, rowGroupSize: rows.length });
}

/** The bytes written since the last call. */
function taken(bytes: ByteWriter): Uint8Array {
  const chunk = bytes.getBytes().slice();
  bytes.index = 0;
  return chunk;
}
