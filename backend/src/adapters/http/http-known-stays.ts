import {
  isHashedPlate,
  parseStaySummary,
  readStayPage,
  type StaySummary,
} from "@boomgate/contracts";
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
    return pagesOf(
      this.options,
      { from: from.toISOString() },
      {
        read: (text) => {
          const { stays, nextCursor } = readStayPage(text);
          return { items: stays.map(parseKnownStay), nextCursor };
        },
        notReadable: (status, cause) => new SinkNotReadableError(status, { cause }),
      },
    );
  }
}
