/** Deletes raw stays, those in force and those superseded; rollups stay. */
export interface RawRetention {
  /** Raw stays that ended before are gone, or about to go; `undefined`: all are kept. */
  keptFrom(): Promise<Date | undefined>;
  /**
   * Gives up what ended before `cut`, the beginning of a day. From then on its rollups are not computed
   * anew. Moving back changes nothing.
   * @returns false when rollups of that time are not yet up to date; try again later
   */
  giveUpBefore(cut: Date): Promise<boolean>;
  /**
   * Deletes some of what was given up, without holding up those that save stays.
   * @param limit - rows of one transaction at most
   * @returns how many; 0 when nothing is left, or the rest cannot be had just now
   */
  deleteSome(limit: number): Promise<number>;
}
