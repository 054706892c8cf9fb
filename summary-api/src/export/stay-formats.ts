import { EXAMPLE_STAY } from "@boomgate/contracts";
import { storedStayToWire } from "../http/stay-wire.js";
import type { StoredStay } from "../store/stays/summary-store.js";
import { excelCsvOf } from "./excel-csv.js";
import type { ExportFormats } from "./export-format.js";
import {
  OPTIONAL,
  PARQUET_INSTANT,
  PARQUET_TEXT,
  type ParquetColumn,
  parquetOf,
  REQUIRED,
} from "./parquet-format.js";
import { csvOf, ndjsonOf, type TextTable } from "./text-formats.js";

const TABLE: TextTable<StoredStay> = {
  columns: [
    "stay_id",
    "revision",
    "status",
    "lot_id",
    "vehicle_plate",
    "exit_plate",
    "entry_event_id",
    "exit_event_id",
    "entry_date_time",
    "exit_date_time",
    "duration_seconds",
    "duration",
    "received_at",
    "corrections",
  ],
  valuesOf: storedStayToWire,
  wireOf: storedStayToWire,
  examples: {
    csv:
      "stay_id,revision,...\r\n" +
      `${EXAMPLE_STAY.stay_id},1763683200123,closed,main,AB123CD,AB123CD,e1,x1,...\r\n`,
    ndjson: `{"stay_id":"${EXAMPLE_STAY.stay_id}","revision":1763683200123,"status":"closed",...}\n`,
  },
};

/** Texts that Excel does not change. */
const PLAIN: ReadonlySet<string> = new Set([
  "status",
  "entry_date_time",
  "exit_date_time",
  "duration",
  "received_at",
]);

const closedOf = (stay: StoredStay) => (stay.status === "closed" ? stay : undefined);

/** Columns are named as in the other formats. Durations are numbers, so there is no column with their text. */
const PARQUET_COLUMNS: readonly ParquetColumn<StoredStay>[] = [
  { schema: { name: "stay_id", ...PARQUET_TEXT, ...REQUIRED }, valueOf: ({ stayId }) => stayId },
  {
    schema: { name: "revision", type: "INT64", ...REQUIRED },
    valueOf: ({ revision }) => BigInt(revision),
  },
  { schema: { name: "status", ...PARQUET_TEXT, ...REQUIRED }, valueOf: ({ status }) => status },
  { schema: { name: "lot_id", ...PARQUET_TEXT, ...REQUIRED }, valueOf: ({ lotId }) => lotId },
  {
    schema: { name: "vehicle_plate", ...PARQUET_TEXT, ...REQUIRED },
    valueOf: ({ plate }) => plate,
  },
  {
    schema: { name: "exit_plate", ...PARQUET_TEXT, ...REQUIRED },
    valueOf: ({ exitPlate }) => exitPlate,
  },
  {
    schema: { name: "entry_event_id", ...PARQUET_TEXT, ...OPTIONAL },
    valueOf: (stay) => closedOf(stay)?.entryEventId,
  },
  {
    schema: { name: "exit_event_id", ...PARQUET_TEXT, ...REQUIRED },
    valueOf: ({ exitEventId }) => exitEventId,
  },
  {
    schema: { name: "entry_date_time", ...PARQUET_INSTANT, ...OPTIONAL },
    valueOf: (stay) => closedOf(stay)?.enteredAt,
  },
  {
    schema: { name: "exit_date_time", ...PARQUET_INSTANT, ...REQUIRED },
    valueOf: ({ exitedAt }) => exitedAt,
  },
  {
    schema: { name: "duration_seconds", type: "DOUBLE", ...OPTIONAL },
    valueOf: (stay) => closedOf(stay)?.durationSeconds,
  },
  {
    schema: { name: "received_at", ...PARQUET_INSTANT, ...REQUIRED },
    valueOf: ({ receivedAt }) => receivedAt,
  },
  {
    schema: { name: "corrections", type: "INT32", ...REQUIRED },
    valueOf: ({ corrections }) => corrections,
  },
];

export const STAY_FORMATS: ExportFormats<StoredStay> = {
  byExtension: {
    csv: csvOf(TABLE),
    ndjson: ndjsonOf(TABLE),
    parquet: parquetOf("stays", PARQUET_COLUMNS),
  },
  excelCsv: excelCsvOf(TABLE, PLAIN),
};
