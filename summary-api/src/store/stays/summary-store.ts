import type { SoughtPlate, StaySummary } from "@boomgate/contracts";

/**
 * `known`: the same or a higher revision is stored already. `refused`: the stay is that of another exit
 * plate. These two change nothing.
 */
export type SaveOutcome = "new" | "revised" | "known" | "refused";

/** A stay as it stands now. */
export type StoredStay = StaySummary & {
  readonly receivedAt: Date;
  /** Earlier revisions that this one replaced. */
  readonly corrections: number;
};

/** A revision that was in force until a higher one replaced it. */
export type SupersededStay = StaySummary & {
  readonly receivedAt: Date;
  readonly supersededAt: Date;
};

export interface StayFilter {
  /** Of any of these; of all when left out. */
  readonly plates?: readonly SoughtPlate[] | undefined;
  /** As its camera gave it: several stays may have one. */
  readonly exitEventId?: string | undefined;
  readonly entryEventId?: string | undefined;
  readonly lotId?: string | undefined;
  readonly status?: "closed" | "void" | undefined;
  /** Exit time, inclusive. */
  readonly from?: Date | undefined;
  /** Exit time, exclusive. */
  readonly to?: Date | undefined;
}

/** Place in the order of the list: newest exit first, then by id. */
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
 * set of summaries saved, not on their order or repeats; but for stays that differ in their exit plate alone,
 * and so have one id: the plate that came first keeps it.
 */
export interface SummaryStore {
  /**
   * Commits all of them in one transaction; outcomes in the order of `stays`. A stay may occur
   * more than once: the outcomes are those of saving them one after the other.
   * @param stays - ids are those of `stayIdOf`, so that lot, exit event and exit instant need no check
   * @throws {DependencyUnavailableError} when the database does not answer; nothing is saved then
   */
  save(stays: readonly StaySummary[]): Promise<readonly SaveOutcome[]>;
  /** Newest exit first; those after `cursor` when given. */
  list(filter: StayFilter, limit: number, cursor?: StayCursor): Promise<readonly StoredStay[]>;
  find(stayId: string): Promise<StoredStay | undefined>;
  /** Revisions of one stay that are no longer in force, newest first. */
  superseded(stayId: string): Promise<readonly SupersededStay[]>;
  /** Stays by status, counted in the database. */
  counts(): Promise<StayCounts>;
  /** @throws when the database does not answer */
  ping(): Promise<void>;
}
