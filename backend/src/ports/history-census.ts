import type { PlateHistory } from "../domain/plate-history.js";

export interface CountedHistory {
  readonly lotId: string;
  readonly history: PlateHistory;
}

/** Looks at everything that is remembered, a few plates at a time, beside the work. */
export interface HistoryCensus {
  /**
   * Every history that is there from the beginning to the end; one that comes, goes or changes meanwhile
   * may be missing, or come twice. Rejects when the store does not answer.
   */
  histories(): AsyncIterable<readonly CountedHistory[]>;
}
