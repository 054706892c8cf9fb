interface StayRevision {
  /** Id of the exit event the stay belongs to. */
  readonly stayId: string;
  /** Grows with every correction of the same stay; at least the ms of its making. */
  readonly revision: number;
  readonly lotId: string;
  /** Normalised: "AB123CD". */
  readonly plate: string;
  readonly exitedAt: Date;
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
