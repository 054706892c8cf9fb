import type { TraceContext } from "@boomgate/platform/tracing";
import type { PlateHistory, PlateKey } from "../domain/plate-history.js";

export interface StoredHistory {
  /** 0 when nothing is stored; else it grows with every save, also after the document expired. */
  readonly version: number;
  readonly history: PlateHistory;
  /** Whether `posted` is still awaited for an earlier save. */
  readonly isUnposted: boolean;
}

/** A document that is there and was not written by this release or an earlier one. */
export interface UnreadableHistory {
  /** The version to expect when the document is replaced; -1 when the version cannot be read either. */
  readonly version: number;
  /** Why it cannot be read, without a value from it: "it is not JSON". */
  readonly unreadable: string;
}

export interface Loaded {
  /**
   * The store's clock, ms since 1970. It decides which events are late or ahead; the clocks of the replicas
   * do not.
   */
  readonly nowMs: number;
  /** As `PlateHistoryStore.floorMs`, after the load. */
  readonly floorMs: number;
  /** In the order of the keys. */
  readonly histories: readonly (StoredHistory | UnreadableHistory)[];
}

export interface HistoryChange {
  readonly key: PlateKey;
  /** The version that was loaded. */
  readonly expected: number;
  readonly next: PlateHistory;
  /** Event time of the oldest read that is new in `next`, ms since 1970; it has to be above the floor. */
  readonly oldestNewMs: number | undefined;
  /** Up to which instant the new reads may decide about others, ms since 1970. */
  readonly mattersUntilMs: number | undefined;
  /** Up to which instant an exit may close the open entry of `next`, ms since 1970. */
  readonly openUntilMs: number | undefined;
  /** Whether stays of `next` are not in the sink yet: the history is kept at least until `posted` is called for them. */
  readonly isUnposted: boolean;
}

/**
 * The version of the save. Otherwise: another process changed the history first, a new read is not above the
 * floor, or the key holds something that is not a document.
 */
export type SaveResult = number | "changed" | "below_floor" | "unreadable";

/** Stays that were posted, and answered by the sink. */
export interface PostedStays {
  readonly key: PlateKey;
  /** The save that announced them. */
  readonly version: number;
  /** Whether those of all earlier saves have been posted as well. */
  readonly andEarlier: boolean;
}

/**
 * Keeps the history of each plate as one versioned document, for a horizon at least, and knows up to
 * which instant it may have forgotten reads.
 */
export interface PlateHistoryStore {
  /**
   * The name of the store's contents: another name means that saves were lost in between, and that stays
   * computed from histories loaded under the old name must not be posted any more. Read it before loading.
   */
  readonly epoch: string;
  /** `epoch`, after asking the store. @throws {DependencyUnavailableError} */
  currentEpoch(): Promise<string>;
  /**
   * Reads at or before this instant may have been forgotten: ms since 1970, -Infinity in a new store. It never
   * falls. `currentFloorMs` asks the store, `floorMs` is the floor after the last call.
   * @throws {DependencyUnavailableError}
   */
  currentFloorMs(): Promise<number>;
  readonly floorMs: number;
  /**
   * A key that was never saved gives the empty history of version 0.
   * @param example - the trace of one of the events, for the exemplar of a metric; nothing else depends on it, here and in `save`
   * @throws {DependencyUnavailableError}
   */
  load(keys: readonly PlateKey[], example?: TraceContext): Promise<Loaded>;
  /**
   * Replaces each history whose version is still the expected one and whose new reads lie above the floor,
   * each for itself: no change depends on another. After an answer, also to a call without changes, a later
   * loss of what was loaded before is noticed.
   * @param changes - no key twice
   * @throws {DependencyUnavailableError} any of the changes may have been saved or not
   */
  save(changes: readonly HistoryChange[], example?: TraceContext): Promise<readonly SaveResult[]>;
  /**
   * Lets a history expire once all of its stays are posted. Calling it again is harmless.
   * @throws {DependencyUnavailableError} the call may have had its effect or not
   */
  posted(posted: readonly PostedStays[]): Promise<void>;
  /**
   * Raises the floor, when a store is filled from a source that has no older events.
   * @throws {DependencyUnavailableError}
   */
  raiseFloor(toMs: number): Promise<void>;
}

export const PlateHistoryStore = Symbol("PlateHistoryStore");
