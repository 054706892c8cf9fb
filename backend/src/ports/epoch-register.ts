/**
 * Records which store of histories is the true one, in a place that is not lost together with the store. A
 * store carries the name of its epoch; a store with another name, or none, lacks what was recorded before.
 */
export interface EpochRegister {
  /**
   * The epoch entered last, or its loss if the loss was entered after it; undefined when nothing was entered.
   * @throws {DependencyUnavailableError}
   */
  newest(): Promise<string | undefined>;
  /**
   * @param value - an epoch or the loss of one; entering it again is harmless
   * @throws {DependencyUnavailableError} the value may have been entered or not
   */
  enter(value: string): Promise<void>;
}
