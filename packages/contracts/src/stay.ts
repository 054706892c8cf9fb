import type { StayExit } from "./stay-id.js";

/**
 * One revision of the stay of one exit. Lot, exit event, exit instant and exit plate are the same in all
 * revisions: a sink refuses a revision that differs in one of them.
 */
interface StayRevision extends StayExit {
  /** Of `stayIdOf`. */
  readonly stayId: string;
  /** Grows with every correction of the same stay; at least the ms of its making. */
  readonly revision: number;
  /** As it is compared: "AB123CD". */
  readonly plate: string;
  /** The plate of the exit as it was read, compared; `plate` may be corrected later, this is not. */
  readonly exitPlate: string;
}

/** An entry and the exit that closed it. */
export interface ClosedStay extends StayRevision {
  readonly status: "closed";
  readonly entryEventId: string;
  /** May lie after `exitedAt` by the clock skew between gates; the duration is then 0. */
  readonly enteredAt: Date;
  readonly durationSeconds: number;
}

/** A late event showed that the pair announced before was wrong: this exit closed nothing. */
export interface VoidStay extends StayRevision {
  readonly status: "void";
}

/** What the backend POSTs: one revision of one stay. The sink keeps the highest revision. */
export type StaySummary = ClosedStay | VoidStay;
