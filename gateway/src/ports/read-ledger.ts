import type { ReadFate } from "@boomgate/contracts";

/** Which reads are asked for; what is left out fits all. */
export interface ReadQuery {
  readonly id: string;
  readonly kind?: "entry" | "exit" | undefined;
  readonly lotId?: string | undefined;
  readonly plate?: string | undefined;
  readonly at?: Date | undefined;
}

/** What became of one read, as the ledger has it. */
export interface LedgerRead {
  readonly kind: "entry" | "exit";
  readonly lotId: string;
  readonly id: string;
  readonly at: Date;
  readonly state: ReadFate | "parked";
  /** When the read got this state, as exactly as the ledger knows. */
  readonly since: Date;
  readonly stayId?: string | undefined;
  /** Why the event was parked last. */
  readonly parkedCode?: string | undefined;
}

/** Which parked reads are asked for; what is left out fits all. */
export interface ParkedQuery {
  readonly id?: string | undefined;
  readonly kind?: "entry" | "exit" | undefined;
  readonly lotId?: string | undefined;
  readonly plate?: string | undefined;
}

export interface LedgerPage {
  /** Newest first. */
  readonly reads: readonly LedgerRead[];
  /** Of the next page; `undefined` after the last one. */
  readonly nextCursor: string | undefined;
}

/** Knows what became of events, some time after they were published. */
export interface ReadLedger {
  /**
   * @returns the newest `limit` reads that fit
   * @throws {LedgerOffError} when nobody keeps what becomes of events
   * @throws {DependencyUnavailableError} when it does not answer
   */
  find(query: ReadQuery, limit: number): Promise<readonly LedgerRead[]>;
  /**
   * Reads that were parked and never accepted.
   * @param cursor - of the page before; one that was made up is refused
   * @throws as `find`, and {LedgerRefusedError} for a malformed cursor
   */
  parked(query: ParkedQuery, limit: number, cursor: string | undefined): Promise<LedgerPage>;
}

/** What becomes of events is not kept. */
export class LedgerOffError extends Error {
  readonly code = "LEDGER_OFF";

  constructor() {
    super("what becomes of events is not kept");
    this.name = "LedgerOffError";
  }
}

/** The ledger takes no such question. */
export class LedgerRefusedError extends Error {
  readonly code = "LEDGER_REFUSED";

  /** @param detail - as the ledger said it */
  constructor(readonly detail: string) {
    super(`the ledger refused the question: ${detail}`);
    this.name = "LedgerRefusedError";
  }
}
