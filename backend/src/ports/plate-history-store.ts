import type { TraceContext } from "@boomgate/platform/tracing";
import type { PlateHistory, PlateKey } from "../domain/plate-history.js";

export interface StoredHistory {
  /** 0 when nothing is stored; else grows with every save, also across expiry. */
  readonly version: number;
  readonly history: PlateHistory;
  /** Whether `posted` is still awaited for an earlier save. */
  readonly isUnposted: boolean;
}

/** A document that is there and was not written by this release or an earlier one. */
export interface UnreadableHistory {
  /** To be expected by whoever replaces it; -1 where not even that can be read. */
  readonly version: number;
  /** Why, without a value of it: "it is not JSON". */
  readonly unreadable: string;
}

export interface Loaded {
  /**
   * By the store's clock, ms since 1970. It decides what is late and what is ahead, whatever the clocks of
   * the replicas say.
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
  /** Event time of the oldest read that is new in `next`, ms since 1970: it must lie above the floor. */
  readonly oldestNewMs: number | undefined;
  /** Up to which instant the new reads may decide about others, ms since 1970. */
  readonly mattersUntilMs: number | undefined;
  /** Up to which instant an exit may close the open entry of `next`, ms since 1970. */
  readonly openUntilMs: number | undefined;
  /** Whether stays of `next` are not in the sink yet: it is kept at least until `posted` says that they are. */
  readonly isUnposted: boolean;
}

/**
 * The version it was saved as; else somebody else was faster, the floor has reached a new read, or what
 * stands in its place is no document.
 */
export type SaveResult = number | "changed" | "below_floor" | "unreadable";

/** Stays that the sink has answered for. */
export interface PostedStays {
  readonly key: PlateKey;
  /** The save that announced them. */
  readonly version: number;
  /** Whether those of all earlier saves have been posted as well. */
  readonly andEarlier: boolean;
}

/**
 * Keeps the history of each plate as one versioned document, for a horizon at least, and knows what it may
 * have forgotten.
 */
export interface PlateHistoryStore {
  /**
   * Names all that the store remembers: another name means that something was lost in between, and what
   * was loaded under the old one must not be announced any more. Read it before loading.
   */
  readonly epoch: string;
  /** The same, asked of the store itself. @throws {DependencyUnavailableError} */
  currentEpoch(): Promise<string>;
  /**
   * What may have been forgotten lies at or before this instant: ms since 1970, -Infinity in a new store. It
   * never falls. Asked of the store, and as it was known after the last call.
   * @throws {DependencyUnavailableError}
   */
  currentFloorMs(): Promise<number>;
  readonly floorMs: number;
  /**
   * A key never saved comes as the empty history of version 0.
   * @param example - the trace of one of the events they are for; here as below, nothing depends on it
   * @throws {DependencyUnavailableError}
   */
  load(keys: readonly PlateKey[], example?: TraceContext): Promise<Loaded>;
  /**
   * Replaces each history whose version is still the expected one and whose new reads lie above the floor,
   * each for itself: no change depends on another. Once it has answered, also without changes, a
   * loss of what was loaded before will be found out.
   * @param changes - no key twice
   * @throws {DependencyUnavailableError} any of the changes may have been saved or not
   */
  save(changes: readonly HistoryChange[], example?: TraceContext): Promise<readonly SaveResult[]>;
  /**
   * Lets a history expire once all of its stays are posted. Repeating it is harmless.
   * @throws {DependencyUnavailableError} it may have happened or not
   */
  posted(posted: readonly PostedStays[]): Promise<void>;
  /**
   * Raises the floor, for whoever fills a store from a source that does not reach back further.
   * @throws {DependencyUnavailableError}
   */
  raiseFloor(toMs: number): Promise<void>;
}

export const PlateHistoryStore = Symbol("PlateHistoryStore");
