import { EXAMPLE_STAY } from "@boomgate/contracts";
import { storedStayToWire } from "../http/stay-wire.js";
import type { StoredStay } from "../store/stays/summary-store.js";
import { csvLine } from "./csv.js";
import type { ExportFormat } from "./export-format.js";

export const COLUMNS = [
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
] as const;

/** For spreadsheets: RFC 4180 with a header line. */
export const csv: ExportFormat = {
  contentType: "text/csv; charset=utf-8; header=present",
  example:
    "stay_id,revision,...\r\n" +
    `${EXAMPLE_STAY.stay_id},1763683200123,closed,main,AB123CD,AB123CD,e1,x1,...\r\n`,
  encode: textOf(csvLine(COLUMNS), (stay) => {
    const wire = storedStayToWire(stay);
    return csvLine(COLUMNS.map((name) => wire[name]));
  }),
};

/** For programs: one JSON object per line, as in the list. */
export const ndjson: ExportFormat = {
  contentType: "application/x-ndjson; charset=utf-8",
  example: `{"stay_id":"${EXAMPLE_STAY.stay_id}","revision":1763683200123,"status":"closed",...}\n`,
  encode: textOf("", (stay) => `${JSON.stringify(storedStayToWire(stay))}\n`),
};

export function textOf(head: string, lineOf: (stay: StoredStay) => string): ExportFormat["encode"] {
  return async function* (pages) {
    let before = head;
    for await (const page of pages) {
      yield before + page.map(lineOf).join("");
      before = "";
    }
  };
}
