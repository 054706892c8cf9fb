/** The plates that drove in and have not been picked to drive out yet, one set per lot. */
export interface ParkedVehicles {
  /**
   * Adding a plate twice leaves it there once. Also gives back what was taken.
   * @throws {DependencyUnavailableError} the plate may have been added: add it again
   */
  add(lotId: string, plate: string): Promise<void>;
  /**
   * Takes a random plate out; no two callers get the same. `undefined`: the lot is empty.
   * @throws {DependencyUnavailableError} when the answer is lost, the plate it named is lost with it
   */
  takeRandom(lotId: string): Promise<string | undefined>;
  count(lotId: string): Promise<number>;
}
