import { ByteWriter, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import type { StoredStay } from "../store/stays/summary-store.js";
import type { ExportFormat } from "./export-format.js";

/**
 * Rows of one row group. They are held in memory, and writing them blocks the event loop: larger groups would be read
 * a little faster, but would block the intake for longer.
 */
const GROUP_ROWS = 5_000;

type Value = string | number | bigint | Date | undefined;

interface Column {
  readonly schema: SchemaElement;
  readonly valueOf: (stay: StoredStay) => Value;
}

const TEXT = { type: "BYTE_ARRAY", converted_type: "UTF8" } as const;
/** Both types, as older readers know only the first, which does not say that the time is UTC. */
const INSTANT = {
  type: "INT64",
  converted_type: "TIMESTAMP_MILLIS",
  logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
} as const;
const REQUIRED = { repetition_type: "REQUIRED" } as const;
/** Null for a void. */
const OPTIONAL = { repetition_type: "OPTIONAL" } as const;

const closedOf = (stay: StoredStay) => (stay.status === "closed" ? stay : undefined);

/** Columns are named as in the other formats. Durations are numbers, so there is no column with their text. */
const COLUMNS: readonly Column[] = [
  { schema: { name: "stay_id", ...TEXT, ...REQUIRED }, valueOf: ({ stayId }) => stayId },
  {
    schema: { name: "revision", type: "INT64", ...REQUIRED },
    valueOf: ({ revision }) => BigInt(revision),
  },
  { schema: { name: "status", ...TEXT, ...REQUIRED }, valueOf: ({ status }) => status },
  { schema: { name: "lot_id", ...TEXT, ...REQUIRED }, valueOf: ({ lotId }) => lotId },
  { schema: { name: "vehicle_plate", ...TEXT, ...REQUIRED }, valueOf: ({ plate }) => plate },
  { schema: { name: "exit_plate", ...TEXT, ...REQUIRED }, valueOf: ({ exitPlate }) => exitPlate },
  {
    schema: { name: "entry_event_id", ...TEXT, ...OPTIONAL },
    valueOf: (stay) => closedOf(stay)?.entryEventId,
  },
  {
    schema: { name: "exit_event_id", ...TEXT, ...REQUIRED },
    valueOf: ({ exitEventId }) => exitEventId,
  },
  {
    schema: { name: "entry_date_time", ...INSTANT, ...OPTIONAL },
    valueOf: (stay) => closedOf(stay)?.enteredAt,
  },
  {
    schema: { name: "exit_date_time", ...INSTANT, ...REQUIRED },
    valueOf: ({ exitedAt }) => exitedAt,
  },
  {
    schema: { name: "duration_seconds", type: "DOUBLE", ...OPTIONAL },
    valueOf: (stay) => closedOf(stay)?.durationSeconds,
  },
  {
    schema: { name: "received_at", ...INSTANT, ...REQUIRED },
    valueOf: ({ receivedAt }) => receivedAt,
  },
  {
    schema: { name: "corrections", type: "INT32", ...REQUIRED },
    valueOf: ({ corrections }) => corrections,
  },
];

const SCHEMA: SchemaElement[] = [
  { name: "stays", num_children: COLUMNS.length },
  ...COLUMNS.map(({ schema }) => schema),
];

/** For data tools: typed columns, compressed with Snappy. */
export const parquet: ExportFormat = {
  contentType: "application/vnd.apache.parquet",
  example: "PAR1...PAR1",
  async *encode(pages) {
    const bytes = new ByteWriter();
    const file = new ParquetWriter({ writer: bytes, schema: SCHEMA, createdBy: "boomgate" });
    let group: StoredStay[] = [];
    for await (const page of pages) {
      group.push(...page);
      if (group.length < GROUP_ROWS) continue;
      await writeGroup(file, group);
      group = [];
      yield taken(bytes);
    }
    if (group.length > 0) await writeGroup(file, group);
    await file.finish();
    yield taken(bytes);
  },
};

async function writeGroup(file: ParquetWriter, stays: readonly StoredStay[]): Promise<void> {
  const columnData = COLUMNS.map(({ schema: { name }, valueOf }) => ({
    ...{ name, data: stays.map(valueOf) },
    offsetIndex: false, // it would be kept in memory until the end
  }));
  await file.write({ columnData, rowGroupSize: stays.length });
}

/** The bytes written since the last call. */
function taken(bytes: ByteWriter): Uint8Array {
  const chunk = bytes.getBytes().slice();
  bytes.index = 0;
  return chunk;
}
