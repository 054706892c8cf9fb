import {
  type EventReading,
  isHashedPlate,
  type ListedRead,
  parseReadPage,
  readEntryEvent,
  readExitEvent,
} from "@boomgate/contracts";
import type { PlateKey } from "../../domain/plate-history.js";
import type { KnownRead, KnownReads } from "../../ports/known-reads.js";
import { type PageOptions, pagesOf } from "./sink-pages.js";

/** The sink answers, and does not list what became of each read. */
export class LedgerNotReadableError extends Error {
  readonly code = "LEDGER_NOT_READABLE";

  constructor(status: number, options?: ErrorOptions) {
    super(
      `the sink has no list of reads (status ${status}), which a summary API has with LEDGER=on for a token that may read; --no-ledger goes without`,
      options,
    );
    this.name = "LedgerNotReadableError";
  }
}

/** The ledger has hashes, and nothing in it has the plates. */
export class LedgerHashedError extends Error {
  readonly code = "LEDGER_HASHED";

  constructor() {
    super(
      "the ledger keeps hashes of plates, so histories cannot be made from it; --no-ledger goes without",
    );
    this.name = "LedgerHashedError";
  }
}

interface KnownReadsOptions extends PageOptions {
  /** As in the backends: otherwise a plate would have another history. */
  readonly reading: EventReading;
  readonly caughtUp: () => Promise<void>;
}

/** The list of reads has its address beside the one that stays are posted to. */
export const readsUrlOf = (summaryUrl: string): string => new URL("reads", summaryUrl).href;

/** Reads the ledger of the summary API, page by page. */
export class HttpKnownReads implements KnownReads {
  constructor(private readonly options: KnownReadsOptions) {}

  caughtUp(): Promise<void> {
    return this.options.caughtUp();
  }

  /** @throws {LedgerNotReadableError | LedgerHashedError | DependencyUnavailableError} */
  all(from?: Date): AsyncIterable<readonly KnownRead[]> {
    return this.pages(from === undefined ? {} : { from: from.toISOString() });
  }

  /** All reads of a plate. @throws as `all` */
  async ofPlate({ lotId, plate }: PlateKey): Promise<readonly KnownRead[]> {
    const reads: KnownRead[] = [];
    for await (const some of this.pages({ lot: lotId, plate })) reads.push(...some);
    return reads;
  }

  private pages(filters: Readonly<Record<string, string>>) {
    const { reading } = this.options;
    return pagesOf(this.options, filters, {
      read: (text) => {
        const { reads, nextCursor } = parseReadPage(text);
        return { items: reads.flatMap((read) => knownReadOf(read, reading)), nextCursor };
      },
      notReadable: (status, cause) =>
        cause instanceof LedgerHashedError ? cause : new LedgerNotReadableError(status, { cause }),
    });
  }
}

/** @returns nothing when no plate was read */
function knownReadOf(listed: ListedRead, reading: EventReading): readonly KnownRead[] {
  if (isHashedPlate(listed.vehicle_plate)) throw new LedgerHashedError();
  if (listed.state === "no_plate" || listed.vehicle_plate === "") return [];
  // Read again as it was written: the letters that count as equal may have changed since.
  const body = {
    id: listed.event_id,
    lot_id: listed.lot_id,
    vehicle_plate: listed.plate_read ?? listed.vehicle_plate,
    [`${listed.kind}_date_time`]: listed.date_time,
  };
  const event =
    listed.kind === "entry" ? readEntryEvent(body, reading) : readExitEvent(body, reading);
  if (event.kind === "no_plate") return [];
  const { kind, id, lotId, plate } = event;
  const atMs = Date.parse(listed.date_time);
  return [
    {
      lotId,
      read: { kind, id, atMs, plate },
      fate: listed.state === "parked" ? undefined : listed.state,
      revision: listed.revision,
      stayId: listed.stay_id,
      parkedCode: listed.parked_code,
      firstSeenAtMs: Date.parse(listed.first_seen_at),
    },
  ];
}
