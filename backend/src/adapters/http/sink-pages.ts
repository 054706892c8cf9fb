import { DependencyUnavailableError } from "@boomgate/platform/errors";
import axios from "axios";
import { askSink } from "./ask-sink.js";

export interface PageOptions {
  readonly url: string;
  /** Has to have the scope `read`. */
  readonly token: string | undefined;
  /** Time limit of one POST; a page may take six times as long. */
  readonly timeoutMs: number;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** What is read from the sink, and the error when the sink answers something else. */
interface PageReader<Item> {
  /** @throws when the text is not a page */
  readonly read: (text: string) => Page<Item>;
  readonly notReadable: (status: number, cause: unknown) => Error;
}

const OK = 200;
const PAGE = 1_000;
/** Ten times a page with the longest ids and lots. */
const MOST_PAGE_BYTES = 33_554_432;
/** A page of a thousand items takes longer than the answer to a POST. */
const PAGE_TIMES = 6;

/** Throws for no status: each is an answer. */
const http = axios.create({
  maxRedirects: 0,
  proxy: false,
  validateStatus: () => true,
  transformResponse: (body: unknown) => body,
});

/**
 * A list of the summary API, page by page.
 * @throws {DependencyUnavailableError} and what `notReadable` makes
 */
export async function* pagesOf<Item>(
  options: PageOptions,
  filters: Readonly<Record<string, string>>,
  reader: PageReader<Item>,
): AsyncIterable<readonly Item[]> {
  const seen = new Set<string>();
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await pageAt(options, filters, cursor, reader);
    yield page.items;
    cursor = page.nextCursor;
    if (cursor !== null && seen.has(cursor)) {
      // The pages would never end.
      throw reader.notReadable(
        OK,
        new Error("its pages begin again from one that was read before"),
      );
    }
    if (cursor !== null) seen.add(cursor);
  } while (cursor !== null);
}

async function pageAt<Item>(
  { url, token, timeoutMs }: PageOptions,
  filters: Readonly<Record<string, string>>,
  cursor: string | null,
  { read, notReadable }: PageReader<Item>,
): Promise<Page<Item>> {
  const request = {
    url,
    params: { ...filters, limit: PAGE, ...(cursor === null ? {} : { cursor }) },
    headers: token ? { authorization: `Bearer ${token}` } : {},
  };
  const limits = { timeoutMs: PAGE_TIMES * timeoutMs, mostBytes: MOST_PAGE_BYTES };
  const { status, text, isWhole } = await askSink(http, request, limits).catch((cause: unknown) => {
    throw new DependencyUnavailableError("sink", cause);
  });
  if (status >= 500 || status === 429) throw new DependencyUnavailableError("sink", `${status}`);
  try {
    if (!isWhole) throw new Error("the page is too long, or not UTF-8");
    return read(text);
  } catch (cause) {
    throw notReadable(status, cause);
  }
}
