/** Deletes old raw stays with their replaced revisions; rollups are kept. */
export interface RawRetention {
  /** Raw stays that ended before this are deleted or will be; `undefined`: all are kept. */
  keptFrom(): Promise<Date | undefined>;
  /**
   * Decides that stays which ended before `cut`, the beginning of a day, are deleted. Their rollups are not computed
   * again after this. A `cut` earlier than the last one changes nothing.
   * @returns false when rollups of that time are not up to date; to be called again later
   */
  giveUpBefore(cut: Date): Promise<boolean>;
  /**
   * Deletes some of these stays, without blocking writers.
   * @param limit - rows of one transaction at most
   * @returns how many; 0 when none is left, or the rest is locked at the moment
   */
  deleteSome(limit: number): Promise<number>;
}
