import type { TraceContext } from "@boomgate/platform/tracing";
import type { PlateHistory, PlateKey } from "../domain/plate-history.js";

export interface VersionedHistory {
  /** 0 when nothing is stored; else grows with every save, also across expiry. */
  readonly version: number;
  readonly history: PlateHistory;
}

export interface HistoryChange {
  readonly key: PlateKey;
  /** The version that was loaded. */
  readonly expected: number;
  readonly next: PlateHistory;
  /** After this the store may forget the history. */
  readonly keepForMs: number;
}

/** Keeps the history of each plate as one versioned document. */
export interface PlateHistoryStore {
  /**
   * Names all that the store remembers: another name means that something was lost in between, and what
   * was loaded under the old one is not to be told any more. Read it before loading.
   */
  readonly epoch: string;
  /** The same, asked of the store itself. @throws {DependencyUnavailableError} */
  currentEpoch(): Promise<string>;
  /**
   * Histories in the order of `keys`; a key never saved comes as the empty history of version 0.
   * @param example - the trace of one of the events they are for; here as below, nothing depends on it
   * @throws {DependencyUnavailableError}
   */
  load(keys: readonly PlateKey[], example?: TraceContext): Promise<readonly VersionedHistory[]>;
  /**
   * Replaces each history whose version is still the expected one, each for itself: no change
   * depends on another. False: somebody else was faster. Once it has answered, also without changes, a
   * loss of what was loaded before will be found out.
   * @param changes - no key twice
   * @throws {DependencyUnavailableError} any of the changes may have been saved or not
   */
  save(changes: readonly HistoryChange[], example?: TraceContext): Promise<readonly boolean[]>;
}

export const PlateHistoryStore = Symbol("PlateHistoryStore");
