import type { StaySummary } from "@boomgate/contracts";
import { RecoverableError } from "@boomgate/platform/errors";
import type { Refusal } from "../ports/summary-sink.js";

/** Parked: an event with this id and another time is recorded, and nobody can tell which is true. */
export class IdConflictError extends RecoverableError {
  readonly code = "ID_CONFLICT";
  readonly recovery = "park";
  constructor(readonly eventId: string) {
    super("an event with the same id and another time was accepted before");
    this.name = "IdConflictError";
  }
}

/** Parked: the reads around the event's time were forgotten, so its effect cannot be computed. */
export class TooLateError extends RecoverableError {
  readonly code = "TOO_LATE";
  readonly recovery = "park";
  constructor(readonly eventId: string) {
    super("the event is older than what is remembered of its plate");
    this.name = "TooLateError";
  }
}

/** Parked: a clock that runs far ahead would make the plate's true reads look forgotten. */
export class FromTheFutureError extends RecoverableError {
  readonly code = "FROM_THE_FUTURE";
  readonly recovery = "park";
  constructor(readonly aheadMs: number) {
    super(`the event is stamped ${Math.round(aheadMs / 1_000)} s ahead of this clock`);
    this.name = "FromTheFutureError";
  }
}

/** Parked, not retried: the sink read the summary and said no, and will say no again. */
export class SummaryRefusedError extends RecoverableError {
  readonly code = "SUMMARY_REFUSED";
  readonly recovery = "park";
  constructor(
    readonly stay: StaySummary,
    readonly refusal: Refusal,
  ) {
    super(`the sink refused the stay with status ${refusal.status}: ${refusal.detail}`);
    this.name = "SummaryRefusedError";
  }
}
