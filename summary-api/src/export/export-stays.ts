import { Readable } from "node:stream";
import type {
  StayCursor,
  StayFilter,
  StoredStay,
  SummaryStore,
} from "../store/stays/summary-store.js";
import type { ExportFormat } from "./export-format.js";
import { parquet } from "./parquet-format.js";
import { csv, ndjson } from "./text-formats.js";

const PAGE = 1_000;

/** By file extension. */
export const EXPORT_FORMATS: Readonly<Record<string, ExportFormat>> = { csv, ndjson, parquet };

/**
 * Newest exit first, page by page; the next page is read once the reader has read this one. There is no snapshot, as
 * it would keep a connection and old rows for as long as the reader takes: a page has the revisions of its own moment.
 * Each stay comes once, as no correction changes an exit time.
 * @throws {DependencyUnavailableError} when the first page cannot be read
 */
export async function exportStays(
  store: Pick<SummaryStore, "list">,
  filter: StayFilter,
  format: ExportFormat,
): Promise<Readable> {
  const pages = pagesOf(store, filter);
  const first = await pages.next();
  const all = allOf(first.value ?? [], pages);
  return Readable.from(format.encode(all), { highWaterMark: 1 });
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

async function* allOf(first: readonly StoredStay[], rest: Pages): Pages {
  yield first;
  for await (const page of rest) if (page.length > 0) yield page;
  return undefined;
}
