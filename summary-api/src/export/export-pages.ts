import { Readable } from "node:stream";
import type { ExportFormat } from "./export-format.js";

const PAGE = 1_000;

/** @param after - the last row of the page before */
export type ListRows<Row> = (limit: number, after?: Row) => Promise<readonly Row[]>;

/**
 * Newest first, page by page; the next page is read once the reader has read this one. There is no snapshot, as
 * it would keep a connection and old rows for as long as the reader takes: a page has the rows of its own moment.
 * Each row comes once, as none ever changes its place.
 * @throws {DependencyUnavailableError} when the first page cannot be read
 */
export async function exportPages<Row>(
  list: ListRows<Row>,
  format: ExportFormat<Row>,
): Promise<Readable> {
  const pages = pagesOf(list);
  const first = await pages.next();
  const all = allOf(first.value ?? [], pages);
  return Readable.from(format.encode(all), { highWaterMark: 1 });
}

type Pages<Row> = AsyncGenerator<readonly Row[], undefined>;

async function* pagesOf<Row>(list: ListRows<Row>): Pages<Row> {
  let after: Row | undefined;
  do {
    const rows = await list(PAGE, after);
    yield rows;
    after = rows.length < PAGE ? undefined : rows.at(-1);
  } while (after !== undefined);
  return undefined;
}

async function* allOf<Row>(first: readonly Row[], rest: Pages<Row>): Pages<Row> {
  yield first;
  for await (const page of rest) if (page.length > 0) yield page;
  return undefined;
}
