import type { Read } from "./read.js";

/** One plate in one lot; histories of different keys never meet. */
export interface PlateKey {
  readonly lotId: string;
  /** As it is compared: "AB123CD". */
  readonly plate: string;
}

/** What was last announced of the stay of one exit. */
export interface Announcement {
  readonly exit: Read;
  readonly revision: number;
  /** The entry it was paired with; absent when the stay was made void. */
  readonly entry?: Read | undefined;
}

/** All that is remembered of a plate: its reads, and the stays that were announced because of them. */
export interface PlateHistory {
  /** In the order of `compareReads`, none twice. */
  readonly reads: readonly Read[];
  /** In the order of their exits; exits and entries are among the reads. */
  readonly announced: readonly Announcement[];
}

export const EMPTY_HISTORY: PlateHistory = { reads: [], announced: [] };
