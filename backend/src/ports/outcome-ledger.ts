import type { ReadOutcome } from "@boomgate/contracts";

/** Keeps what became of each read. */
export interface OutcomeLedger {
  /** False while nobody keeps outcomes: then none need to be made. Once true, it stays so. */
  readonly isOn: boolean;
  /**
   * Resolves once the outcomes cannot get lost any more. Publishing the same ones again is harmless, and their order
   * does not matter.
   * @throws {DependencyUnavailableError} any of them may have been taken or not
   */
  publish(outcomes: readonly ReadOutcome[]): Promise<void>;
}

export const OutcomeLedger = Symbol("OutcomeLedger");

/** For `LEDGER=off`: nobody keeps outcomes, so none are made. */
export const NO_LEDGER: OutcomeLedger = {
  isOn: false,
  publish: async () => undefined,
};
