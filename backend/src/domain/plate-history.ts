import type { Read } from "./read.js";

/** One plate in one lot; histories of different keys never meet. */
export interface PlateKey {
  readonly lotId: string;
  /** Normalised: "AB123CD". */
  readonly plate: string;
}

/** What was last said about the stay of one exit. */
export interface Announcement {
  readonly exitId: string;
  readonly revision: number;
  /** The entry it was paired with; absent when the stay was made void. */
  readonly entryId?: string | undefined;
}

/** All that is remembered of a plate: its reads, and what was announced because of them. */
export interface PlateHistory {
  /** In the order of `compareReads`, none twice. */
  readonly reads: readonly Read[];
  readonly announced: readonly Announcement[];
  /** The last read that was forgotten: what sorts at or before it comes too late. */
  readonly forgottenUpTo?: Read | undefined;
}

export const EMPTY_HISTORY: PlateHistory = { reads: [], announced: [] };
