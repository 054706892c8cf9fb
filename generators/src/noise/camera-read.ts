/** What is wrong with a read. */
export const FAULTS = ["misread", "reread", "late", "malformed"] as const;
export type Fault = (typeof FAULTS)[number];

export interface Candidate {
  readonly plate: string;
  readonly confidence: number;
}

/** One read of a car that passed a camera. */
export interface CameraRead {
  readonly kind: "entry" | "exit";
  /** Number of the visit. */
  readonly visit: number;
  /** From 1 among the reads of one passage. */
  readonly nth: number;
  /** As the camera read it. */
  readonly plate: string;
  readonly lotId: string;
  readonly gateId: string;
  /** By the clock of the gate. */
  readonly stampMs: number;
  /** When the event is published. */
  readonly dueMs: number;
  readonly confidence: number;
  /** Other plates it may be, the most probable first; empty when the camera is sure. */
  readonly candidates: readonly Candidate[];
  readonly faults: readonly Fault[];
  /** When its event is published a second time. */
  readonly copyDueMs: number | undefined;
}

/** Why a camera read nothing of a car. */
type LostReason = "missed" | "silent";

export interface LostPassage {
  readonly kind: "entry" | "exit";
  readonly visit: number;
  readonly gateId: string;
  readonly dueMs: number;
  readonly reason: LostReason;
}
