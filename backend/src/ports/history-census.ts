import type { PlateHistory } from "../domain/plate-history.js";

export interface CountedHistory {
  readonly lotId: string;
  readonly history: PlateHistory;
}

/** Reads all stored histories, a few plates at a time, while events are processed. */
export interface HistoryCensus {
  /**
   * Every history that is stored during the whole read; a history that is added, deleted or changed meanwhile
   * may be missing, or returned twice. Rejects when the store does not answer.
   */
  histories(): AsyncIterable<readonly CountedHistory[]>;
}
