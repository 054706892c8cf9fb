/** The plates that entered and have not been taken for an exit yet, one set per lot. */
export interface ParkedVehicles {
  /**
   * Adding a plate twice keeps it once. Also gives back a plate that was taken.
   * @throws {DependencyUnavailableError} the plate may have been added: add it again
   */
  add(lotId: string, plate: string): Promise<void>;
  /**
   * Takes a random plate out; no two callers get the same. `undefined`: the lot is empty.
   * @throws {DependencyUnavailableError} when the answer is lost, its plate is lost, too
   */
  takeRandom(lotId: string): Promise<string | undefined>;
  count(lotId: string): Promise<number>;
}
