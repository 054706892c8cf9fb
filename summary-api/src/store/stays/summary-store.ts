import type { SoughtPlate, StaySummary } from "@boomgate/contracts";

/**
 * `known`: the same or a higher revision is stored already. `rejected`: the stay is that of another exit
 * plate. These two change nothing.
 */
export type SaveOutcome = "new" | "revised" | "known" | "rejected";

/** The highest revision of a stay. */
export type StoredStay = StaySummary & {
  readonly receivedAt: Date;
  /** Earlier revisions that this one replaced. */
  readonly corrections: number;
};

/** A revision that a higher one has replaced. */
export type SupersededStay = StaySummary & {
  readonly receivedAt: Date;
  readonly supersededAt: Date;
};

export interface StayFilter {
  /** Stays with any of these plates; all stays when left out. */
  readonly plates?: readonly SoughtPlate[] | undefined;
  /** The id that the camera gave; several stays may have the same. */
  readonly exitEventId?: string | undefined;
  readonly entryEventId?: string | undefined;
  readonly lotId?: string | undefined;
  readonly status?: "closed" | "void" | undefined;
  /** Exit time, inclusive. */
  readonly from?: Date | undefined;
  /** Exit time, exclusive. */
  readonly to?: Date | undefined;
}

/** A position in the list, which is sorted by exit, newest first, then by id. */
export interface StayCursor {
  readonly exitedAt: Date;
  readonly stayId: string;
}

export interface StayCounts {
  readonly closed: number;
  readonly void: number;
}

/**
 * Keeps the highest revision of each stay, and every revision it replaced. The result depends on the
 * set of summaries saved, not on their order or repeats. The exception: stays that differ in their exit plate alone
 * have the same id, and the plate that came first keeps it.
 */
export interface SummaryStore {
  /**
   * Commits all stays in one transaction; the outcomes are in the order of `stays`. A stay may occur
   * more than once: the outcomes are those of saving them one after the other.
   * @param stays - ids are those of `stayIdOf`, so that lot, exit event and exit instant need no check
   * @throws {DependencyUnavailableError} when the database does not answer; nothing is saved then
   */
  save(stays: readonly StaySummary[]): Promise<readonly SaveOutcome[]>;
  /** Newest exit first; with `cursor`, the stays after it. */
  list(filter: StayFilter, limit: number, cursor?: StayCursor): Promise<readonly StoredStay[]>;
  find(stayId: string): Promise<StoredStay | undefined>;
  /** Replaced revisions of one stay, newest first. */
  superseded(stayId: string): Promise<readonly SupersededStay[]>;
  /** Number of stays by status. */
  counts(): Promise<StayCounts>;
  /** @throws when the database does not answer */
  ping(): Promise<void>;
}
