/**
 * Tells which store is the true one, and is not lost together with it. A store carries the name of its
 * epoch; one that carries another name, or none, does not know what was recorded before.
 */
export interface EpochRegister {
  /**
   * The epoch entered last, or its loss if that was entered since; undefined when none ever was.
   * @throws {DependencyUnavailableError}
   */
  newest(): Promise<string | undefined>;
  /** An epoch or the loss of one; repeating is harmless. @throws {DependencyUnavailableError} it may have been entered or not */
  enter(value: string): Promise<void>;
}
