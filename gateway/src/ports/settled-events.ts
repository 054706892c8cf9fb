/** Knows up to when events have been processed. */
export interface SettledEvents {
  /**
   * Whether what became of every event that was accepted before this instant has reached the ledger.
   * @param beforeMs - since 1970
   * @returns false also when somebody who may still have one cannot be asked
   */
  areSettled(beforeMs: number): Promise<boolean>;
}
