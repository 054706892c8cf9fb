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

/** Knows what became of events, some time after they were published. */
export interface ReadLedger {
  /**
   * @returns the newest `limit` reads that fit
   * @throws {LedgerOffError} when nobody keeps what becomes of events
   * @throws {DependencyUnavailableError} when it does not answer
   */
  find(query: ReadQuery, limit: number): Promise<readonly LedgerRead[]>;
}

/** What becomes of events is not kept. */
export class LedgerOffError extends Error {
  readonly code = "LEDGER_OFF";

  constructor() {
    super("what becomes of events is not kept");
    this.name = "LedgerOffError";
  }
}
