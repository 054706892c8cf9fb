import { RecoverableError } from "@boomgate/platform/errors";

/** Parked: the database does not take the row of this outcome, however often it is saved. Other outcomes go on. */
export class OutcomeRefusedError extends RecoverableError {
  readonly code = "OUTCOME_REFUSED";
  readonly recovery = "park";

  /** @param reason - the database's own code, as its text may show a value: "23514" */
  constructor(reason: string, cause: unknown) {
    super(`the database does not take the row of this outcome: ${reason}`, { cause });
    this.name = "OutcomeRefusedError";
  }
}
