import type { PlateCandidate } from "./candidates.js";

/**
 * What the reads of a plate, folded together, made of one of them; a closed set, as it is a label and a filter.
 * `voided` is an exit whose stay was announced and closes nothing any more, `no_plate` an event whose camera
 * read no plate: it takes no part in pairing.
 */
export const FATES = [
  "open",
  "closed",
  "unmatched",
  "abandoned",
  "reread",
  "voided",
  "no_plate",
] as const;
export type ReadFate = (typeof FATES)[number];

/** Identifies a read: a copy is equal in all of these, whatever its other fields. */
export interface ReadIdentity {
  readonly kind: "entry" | "exit";
  readonly lotId: string;
  /** As it is compared: "AB123CD"; "" where no plate was read. */
  readonly plate: string;
  /** Id of the event, as its camera gave it. */
  readonly id: string;
  /** Gate clock, UTC. */
  readonly at: Date;
}

/**
 * What an event says beside its identity. Of copies that differ in it the ledger keeps the lowest confidence and
 * the smallest texts.
 */
export interface ReadDetails {
  /** What was read, where it differs from the compared plate and can be shown: "ab 123-cd". */
  readonly plateRead?: string | undefined;
  readonly gateId?: string | undefined;
  /** 0 to 1. */
  readonly confidence?: number | undefined;
  readonly candidates?: readonly PlateCandidate[] | undefined;
}

/** The read was accepted, and this is its fate until an outcome of a higher revision. */
export interface FateOutcome extends ReadIdentity, ReadDetails {
  readonly fate: ReadFate;
  /** Version of the document the fate was read from, at least the ms of its save; 0 for `no_plate`. */
  readonly revision: number;
  /** Of the stay that a closed read belongs to, and of the one that a voided exit lost. */
  readonly stayId?: string | undefined;
}

/** The event was parked. Says nothing of a fate: the read may have been accepted before, or be accepted later. */
export interface ParkedOutcome extends ReadIdentity, ReadDetails {
  /** Code of the error: "TOO_LATE". */
  readonly parkedCode: string;
  readonly parkedAt: Date;
}

/** What became of one read: published by the backend, kept by the ledger of the summary API. */
export type ReadOutcome = FateOutcome | ParkedOutcome;

export const isParkedOutcome = (outcome: ReadOutcome): outcome is ParkedOutcome =>
  "parkedCode" in outcome;
