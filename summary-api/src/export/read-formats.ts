import { readToWire } from "../http/read-schemas.js";
import type { KeptRead } from "../store/reads/read-ledger.js";
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

/** In a table, which has no lists, the candidates are JSON. */
const candidatesOf = (read: KeptRead): string | undefined =>
  read.candidates && JSON.stringify(readToWire(read).candidates);

const TABLE: TextTable<KeptRead> = {
  columns: [
    "kind",
    "lot_id",
    "vehicle_plate",
    "event_id",
    "date_time",
    "state",
    "revision",
    "stay_id",
    "plate_read",
    "gate_id",
    "confidence",
    "candidates",
    "parked_code",
    "parked_at",
    "first_seen_at",
  ],
  valuesOf: (read) => ({ ...readToWire(read), candidates: candidatesOf(read) }),
  wireOf: readToWire,
  examples: {
    csv: "kind,lot_id,vehicle_plate,...\r\nexit,main,AB123CD,x1,2026-11-20T09:30:30.500Z,closed,...\r\n",
    ndjson: '{"kind":"exit","lot_id":"main","vehicle_plate":"AB123CD","event_id":"x1",...}\n',
  },
};

/** Texts that Excel does not change. */
const PLAIN: ReadonlySet<string> = new Set([
  "kind",
  "date_time",
  "state",
  "parked_code",
  "parked_at",
  "first_seen_at",
]);

const text = (
  name: string,
  valueOf: ParquetColumn<KeptRead>["valueOf"],
  presence: typeof OPTIONAL | typeof REQUIRED = REQUIRED,
): ParquetColumn<KeptRead> => ({ schema: { name, ...PARQUET_TEXT, ...presence }, valueOf });

const PARQUET_COLUMNS: readonly ParquetColumn<KeptRead>[] = [
  text("kind", ({ kind }) => kind),
  text("lot_id", ({ lotId }) => lotId),
  text("vehicle_plate", ({ plate }) => plate),
  text("event_id", ({ id }) => id),
  { schema: { name: "date_time", ...PARQUET_INSTANT, ...REQUIRED }, valueOf: ({ at }) => at },
  text("state", (read) => readToWire(read).state),
  {
    schema: { name: "revision", type: "INT64", ...OPTIONAL },
    valueOf: ({ revision }) => (revision === undefined ? undefined : BigInt(revision)),
  },
  text("stay_id", ({ stayId }) => stayId, OPTIONAL),
  text("plate_read", ({ plateRead }) => plateRead, OPTIONAL),
  text("gate_id", ({ gateId }) => gateId, OPTIONAL),
  {
    schema: { name: "confidence", type: "DOUBLE", ...OPTIONAL },
    valueOf: ({ confidence }) => confidence,
  },
  text("candidates", candidatesOf, OPTIONAL),
  text("parked_code", ({ parked }) => parked?.code, OPTIONAL),
  {
    schema: { name: "parked_at", ...PARQUET_INSTANT, ...OPTIONAL },
    valueOf: ({ parked }) => parked?.at,
  },
  {
    schema: { name: "first_seen_at", ...PARQUET_INSTANT, ...REQUIRED },
    valueOf: ({ firstSeenAt }) => firstSeenAt,
  },
];

export const READ_FORMATS: ExportFormats<KeptRead> = {
  byExtension: {
    csv: csvOf(TABLE),
    ndjson: ndjsonOf(TABLE),
    parquet: parquetOf("reads", PARQUET_COLUMNS),
  },
  excelCsv: excelCsvOf(TABLE, PLAIN),
};
