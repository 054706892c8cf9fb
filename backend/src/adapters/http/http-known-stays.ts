import {
  isHashedPlate,
  parseStaySummary,
  readStayPage,
  type StaySummary,
} from "@boomgate/contracts";
import type { PlateKey } from "../../domain/plate-history.js";
import type { KnownStays } from "../../ports/known-stays.js";
import { type PageOptions, pagesOf } from "./sink-pages.js";

/** The sink answers, but not as the summary API does. */
export class SinkNotReadableError extends Error {
  readonly code = "SINK_NOT_READABLE";

  constructor(status: number, options?: ErrorOptions) {
    super(`the sink does not list its stays (status ${status}); --no-sink goes without`, options);
    this.name = "SinkNotReadableError";
  }
}

const EARLIEST_MS = Date.UTC(2000, 0, 1);

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
  /** @param options - `url` is the address to which stays are posted, and from which they are read */
  constructor(private readonly options: PageOptions) {}

  /** @throws {SinkNotReadableError | DependencyUnavailableError} */
  since(from: Date): AsyncIterable<readonly StaySummary[]> {
    // The summary API refuses instants before the first that a camera may give.
    const fromMs = Math.max(from.getTime(), EARLIEST_MS);
    return this.pages({ from: new Date(fromMs).toISOString() });
  }

  /** All stays of a plate. @throws as `since` */
  async ofPlate({ lotId, plate }: PlateKey): Promise<readonly StaySummary[]> {
    const stays: StaySummary[] = [];
    for await (const some of this.pages({ lot: lotId, plate })) stays.push(...some);
    return stays;
  }

  private pages(filters: Readonly<Record<string, string>>) {
    return pagesOf(this.options, filters, {
      read: (text) => {
        const { stays, nextCursor } = readStayPage(text);
        return { items: stays.map(parseKnownStay), nextCursor };
      },
      notReadable: (status, cause) => new SinkNotReadableError(status, { cause }),
    });
  }
}
