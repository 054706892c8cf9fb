/** What went wrong with a read. */
export const FAULTS = ["misread", "reread", "late", "malformed"] as const;
export type Fault = (typeof FAULTS)[number];

export interface Candidate {
  readonly plate: string;
  readonly confidence: number;
}

/** What a camera made of a car that passed. */
export interface CameraRead {
  readonly kind: "entry" | "exit";
  /** Number of the visit. */
  readonly visit: number;
  /** From 1 among the reads of one passage. */
  readonly nth: number;
  /** As it was read. */
  readonly plate: string;
  readonly lotId: string;
  readonly gateId: string;
  /** By the clock of the gate. */
  readonly stampMs: number;
  /** When it is handed to the broker. */
  readonly dueMs: number;
  readonly confidence: number;
  /** Other plates it may be, the likeliest first; none when the camera is sure. */
  readonly candidates: readonly Candidate[];
  readonly faults: readonly Fault[];
  /** When it is published once more. */
  readonly copyDueMs: number | undefined;
}

/** Why nothing was read of a car. */
export type LostReason = "missed" | "silent";

export interface LostPassage {
  readonly kind: "entry" | "exit";
  readonly visit: number;
  readonly gateId: string;
  readonly dueMs: number;
  readonly reason: LostReason;
}
