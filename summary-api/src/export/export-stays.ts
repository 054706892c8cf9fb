import { Readable } from "node:stream";
import { storedStayToWire } from "../http/stay-wire.js";
import type { StayCursor, StayFilter, StoredStay, SummaryStore } from "../store/summary-store.js";
import { csvLine } from "./csv.js";

/** A page and the one before it are all that an export holds. */
const PAGE = 1_000;

const COLUMNS = [
  "stay_id",
  "revision",
  "status",
  "lot_id",
  "vehicle_plate",
  "entry_event_id",
  "exit_event_id",
  "entry_date_time",
  "exit_date_time",
  "duration_seconds",
  "duration",
  "received_at",
  "corrections",
] as const;

export interface ExportFormat {
  readonly contentType: string;
  /** One stay, as it looks. */
  readonly example: string;
  readonly head: string;
  readonly lineOf: (stay: StoredStay) => string;
}

export const EXPORT_FORMATS = {
  csv: {
    contentType: "text/csv; charset=utf-8; header=present",
    example:
      "stay_id,revision,...\r\nx1,1763683200123,closed,main,AB123CD,e1,x1,2026-11-20T08:00:00.000Z,...\r\n",
    head: csvLine(COLUMNS),
    lineOf(stay) {
      const wire = storedStayToWire(stay);
      return csvLine(COLUMNS.map((name) => wire[name]));
    },
  },
  ndjson: {
    contentType: "application/x-ndjson; charset=utf-8",
    example: '{"stay_id":"x1","revision":1763683200123,"status":"closed",...}\n',
    head: "",
    lineOf: (stay) => `${JSON.stringify(storedStayToWire(stay))}\n`,
  },
} as const satisfies Readonly<Record<string, ExportFormat>>;

/**
 * Newest exit first, page by page; the next page is read once the reader has taken this one.
 * @throws {DependencyUnavailableError} when not even the first page can be read
 */
export async function exportStays(
  store: Pick<SummaryStore, "list">,
  filter: StayFilter,
  format: ExportFormat,
): Promise<Readable> {
  const pages = pagesOf(store, filter);
  const first = await pages.next();
  return Readable.from(textOf(first, pages, format), { highWaterMark: 1 });
}

type Pages = AsyncGenerator<readonly StoredStay[], undefined>;

async function* pagesOf(store: Pick<SummaryStore, "list">, filter: StayFilter): Pages {
  let cursor: StayCursor | undefined;
  do {
    const stays = await store.list(filter, PAGE, cursor);
    yield stays;
    cursor = stays.length < PAGE ? undefined : stays.at(-1);
  } while (cursor !== undefined);
  return undefined;
}

async function* textOf(
  first: Awaited<ReturnType<Pages["next"]>>,
  rest: Pages,
  { head, lineOf }: ExportFormat,
): AsyncGenerator<string> {
  yield head + (first.value ?? []).map(lineOf).join("");
  for await (const page of rest) if (page.length > 0) yield page.map(lineOf).join("");
}
