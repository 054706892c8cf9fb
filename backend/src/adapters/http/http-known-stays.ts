import {
  isHashedPlate,
  parseStaySummary,
  readStayPage,
  type StaySummary,
} from "@boomgate/contracts";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import axios from "axios";
import type { KnownStays } from "../../ports/known-stays.js";
import { askSink } from "./ask-sink.js";

interface HttpKnownStaysOptions {
  /** The address to which stays are posted, and from which they are read. */
  readonly url: string;
  /** Has to have the scope `read`. */
  readonly token: string | undefined;
  /** Time limit of one POST; a page may take six times as long. */
  readonly timeoutMs: number;
}

/** The sink answers, but not as the summary API does. */
export class SinkNotReadableError extends Error {
  readonly code = "SINK_NOT_READABLE";

  constructor(status: number, options?: ErrorOptions) {
    super(`the sink does not list its stays (status ${status}); --no-sink goes without`, options);
    this.name = "SinkNotReadableError";
  }
}

/** One cursor came twice: the pages would never end. */
class PagesRepeatError extends SinkNotReadableError {
  constructor() {
    super(OK, { cause: new Error("its pages begin again from one that was read before") });
  }
}

const OK = 200;
const PAGE = 1_000;
/** Ten times a page with the longest ids and lots. */
const MOST_PAGE_BYTES = 33_554_432;
/** A page of a thousand stays takes longer than the answer to a POST. */
const PAGE_TIMES = 6;

/** Throws for no status: each is an answer. */
const http = axios.create({
  maxRedirects: 0,
  proxy: false,
  validateStatus: () => true,
  transformResponse: (body: unknown) => body,
});

interface HashedFields {
  readonly vehicle_plate?: unknown;
  readonly exit_plate?: unknown;
}

const isHash = (plate: unknown): plate is string =>
  typeof plate === "string" && isHashedPlate(plate);

/** Accepts also a hash instead of the plate. @throws {ContractError} */
function parseKnownStay(body: unknown): StaySummary {
  const { vehicle_plate: plate, exit_plate: exitPlate } = (body ?? {}) as HashedFields;
  if (!isHash(plate) || !isHash(exitPlate)) return parseStaySummary(body);
  const readable = { ...(body as object), vehicle_plate: "HASHED", exit_plate: "HASHED" };
  return { ...parseStaySummary(readable), plate, exitPlate };
}

/** Reads the list of the summary API, page by page. */
export class HttpKnownStays implements KnownStays {
  constructor(private readonly options: HttpKnownStaysOptions) {}

  /** @throws {SinkNotReadableError | DependencyUnavailableError} */
  async *since(from: Date): AsyncIterable<readonly StaySummary[]> {
    const seen = new Set<string>();
    let cursor: string | null = null;
    do {
      const page = await this.page(from, cursor);
      yield page.stays;
      cursor = page.nextCursor;
      if (cursor !== null && seen.has(cursor)) throw new PagesRepeatError();
      if (cursor !== null) seen.add(cursor);
    } while (cursor !== null);
  }

  private async page(from: Date, cursor: string | null) {
    const { url, token, timeoutMs } = this.options;
    const request = {
      url,
      params: { from: from.toISOString(), limit: PAGE, ...(cursor === null ? {} : { cursor }) },
      headers: token ? { authorization: `Bearer ${token}` } : {},
    };
    const limits = { timeoutMs: PAGE_TIMES * timeoutMs, mostBytes: MOST_PAGE_BYTES };
    const { status, text, isWhole } = await askSink(http, request, limits).catch(
      (cause: unknown) => {
        throw new DependencyUnavailableError("sink", cause);
      },
    );
    if (status >= 500 || status === 429) throw new DependencyUnavailableError("sink", `${status}`);
    try {
      if (!isWhole) throw new Error("the page is too long, or not UTF-8");
      const { stays, nextCursor } = readStayPage(text);
      return { stays: stays.map(parseKnownStay), nextCursor };
    } catch (cause) {
      throw new SinkNotReadableError(status, { cause });
    }
  }
}
