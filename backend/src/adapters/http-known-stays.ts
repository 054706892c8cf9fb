import { isHashedPlate, parseStaySummary, type StaySummary } from "@boomgate/contracts";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import axios from "axios";
import type { KnownStays } from "../ports/known-stays.js";

export interface HttpKnownStaysOptions {
  /** Where stays are posted; they are read from there, too. */
  readonly url: string;
  /** With the scope `read`. */
  readonly token: string | undefined;
  readonly timeoutMs: number;
}

/** The sink answers, and not as our summary-api does. */
export class SinkNotReadableError extends Error {
  readonly code = "SINK_NOT_READABLE";

  constructor(status: number, options?: ErrorOptions) {
    super(`the sink does not list its stays (status ${status}); --no-sink goes without`, options);
    this.name = "SinkNotReadableError";
  }
}

const PAGE = 1_000;

/** Some sinks give a hash in the place of the plate. @throws {ContractError} */
function parseKnownStay(body: unknown): StaySummary {
  const { vehicle_plate: plate } = body as { readonly vehicle_plate?: unknown };
  if (typeof plate !== "string" || !isHashedPlate(plate)) return parseStaySummary(body);
  const { exit_plate: exitPlate } = body as { readonly exit_plate: string };
  const plain = { ...(body as object), vehicle_plate: "HASHED", exit_plate: "HASHED" };
  return { ...parseStaySummary(plain), plate, exitPlate };
}

/** The list of our summary-api, page by page. */
export class HttpKnownStays implements KnownStays {
  constructor(private readonly options: HttpKnownStaysOptions) {}

  /** @throws {SinkNotReadableError | DependencyUnavailableError} */
  async *since(from: Date): AsyncIterable<readonly StaySummary[]> {
    let cursor: string | null = null;
    do {
      const page = await this.page(from, cursor);
      yield page.stays;
      cursor = page.nextCursor;
    } while (cursor !== null);
  }

  private async page(from: Date, cursor: string | null) {
    const { url, token, timeoutMs } = this.options;
    const { status, data } = await axios
      .get<unknown>(url, {
        params: { from: from.toISOString(), limit: PAGE, ...(cursor === null ? {} : { cursor }) },
        headers: token ? { authorization: `Bearer ${token}` } : {},
        timeout: timeoutMs,
        maxRedirects: 0,
        proxy: false,
        validateStatus: () => true,
      })
      .catch((cause: unknown) => {
        throw new DependencyUnavailableError("sink", cause);
      });
    if (status >= 500 || status === 429) throw new DependencyUnavailableError("sink", `${status}`);
    try {
      const { stays, next_cursor } = data as { stays: unknown[]; next_cursor: string | null };
      return { stays: stays.map(parseKnownStay), nextCursor: next_cursor };
    } catch (cause) {
      throw new SinkNotReadableError(status, { cause });
    }
  }
}
