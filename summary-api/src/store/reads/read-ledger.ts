import type {
  ReadDetails,
  ReadFate,
  ReadIdentity,
  ReadOutcome,
  SoughtPlate,
} from "@boomgate/contracts";

/** What the ledger keeps of one read. */
export interface KeptRead extends ReadIdentity, ReadDetails {
  /** Undefined: the event was parked, and never accepted. */
  readonly fate: ReadFate | undefined;
  /** Of the outcome that the fate is from. */
  readonly revision: number | undefined;
  readonly stayId: string | undefined;
  /** Of the last time that the event was parked; undefined when it never was. */
  readonly parked: { readonly code: string; readonly at: Date } | undefined;
  /** When the ledger got the first outcome of the read. */
  readonly firstSeenAt: Date;
}

/** All that is given has to be true of a read. */
export interface ReadFilter {
  readonly kind?: "entry" | "exit" | undefined;
  readonly lotId?: string | undefined;
  readonly plates?: readonly SoughtPlate[] | undefined;
  readonly eventId?: string | undefined;
  /** Whose fate is one of these. */
  readonly fates?: readonly ReadFate[] | undefined;
  /** Parked, and never accepted. */
  readonly isParked?: boolean | undefined;
  /** Parked at least once, the last time with this code; "any" is every code. Says nothing of the fate. */
  readonly parked?: string | undefined;
  readonly gateId?: string | undefined;
  /** Instant of the read: at or after, and before. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** Place of a read in the list: the last one of a page. */
export type ReadPlace = ReadIdentity;

export interface ReadCount {
  /** "parked" counts what was never accepted. */
  readonly state: ReadFate | "parked";
  readonly kind: "entry" | "exit";
  readonly count: number;
}

/** Keeps of each read what became of it. */
export interface ReadLedger {
  /**
   * Of each read the fate of the highest revision is kept, and beside it the code under which it was parked last. The
   * result does not depend on the order of the outcomes, nor on copies of them. Reads of erased plates are left out.
   * @throws {DependencyUnavailableError | DatabaseLockedError | DiskFullError} none of them may have been saved
   * @throws {OutcomeRefusedError} at least one of them can never be saved; none was
   */
  save(outcomes: readonly ReadOutcome[]): Promise<void>;
  /** Newest first. @param after - the place behind which the page begins */
  list(filter: ReadFilter, limit: number, after?: ReadPlace): Promise<readonly KeptRead[]>;
  /** How many reads of a time there are, by what became of them. */
  count(filter: Pick<ReadFilter, "from" | "to" | "lotId">): Promise<readonly ReadCount[]>;
  /** Deletes the reads of a plate, and the plate from the candidates of others. @returns the number of reads */
  erase(plate: SoughtPlate): Promise<number>;
  /** Deletes some of the reads before an instant. @returns how many steps are done; 0 when nothing is left */
  deleteSome(before: Date, limit: number): Promise<number>;
}
