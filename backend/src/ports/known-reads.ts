import type { ReadFate } from "@boomgate/contracts";
import type { Read } from "../domain/read.js";

/** What the ledger has of one read whose plate is known. */
export interface KnownRead {
  readonly lotId: string;
  readonly read: Read;
  /** Undefined: the event was parked, and never accepted. */
  readonly fate: ReadFate | undefined;
  /** Of the outcome that the fate is from: the ms since 1970 of a save, or later. */
  readonly revision: number | undefined;
  readonly stayId: string | undefined;
  /** Under which the event was parked last; it may have been accepted all the same. */
  readonly parkedCode: string | undefined;
  /** When the ledger got the first outcome of the read, ms since 1970. */
  readonly firstSeenAtMs: number;
}

/** What the ledger knows of reads. */
export interface KnownReads {
  /**
   * Resolves once all outcomes that were published before the call are in the ledger.
   * @throws {LedgerBehindError | DependencyUnavailableError}
   */
  caughtUp(): Promise<void>;
  /**
   * All reads with a plate, or those since an instant, some hundreds at a time, newest first. Reads that come meanwhile
   * may be missing.
   */
  all(from?: Date): AsyncIterable<readonly KnownRead[]>;
}
