import { DOCUMENT_PREFIX, documentKey, type StaySummary } from "@boomgate/contracts";
import { RecoverableError } from "@boomgate/platform/errors";
import type { PlateKey } from "../domain/plate-history.js";
import type { Refusal } from "../ports/summary-sink.js";

/** Parked: reads that the store may have forgotten could decide about the event, so its effect cannot be computed. */
export class TooLateError extends RecoverableError {
  readonly code = "TOO_LATE";
  readonly recovery = "park";
  /** @param floorMs - what lies at or before it is too late, ms since 1970 */
  constructor(
    readonly eventId: string,
    floorMs: number,
  ) {
    super(`the event lies before ${textOf(floorMs)}, and what was then may have been forgotten`);
    this.name = "TooLateError";
  }
}

/** Parked: no car is read so often. A placeholder for plates that cannot be read, or an attack. */
export class TooManyReadsError extends RecoverableError {
  readonly code = "TOO_MANY_READS";
  readonly recovery = "park";
  constructor(readonly most: number) {
    super(`the plate was read more than ${most} times within one horizon`);
    this.name = "TooManyReadsError";
  }
}

/** Parked: a clock that runs far ahead would make true reads of the plate look forgotten. */
export class FromTheFutureError extends RecoverableError {
  readonly code = "FROM_THE_FUTURE";
  readonly recovery = "park";
  /** @param maxAheadMs - what is allowed */
  constructor(maxAheadMs: number) {
    super(`the event is stamped more than ${maxAheadMs / 1_000} s ahead of the store's clock`);
    this.name = "FromTheFutureError";
  }
}

/** Parked: something else wrote what the store holds of the plate, or a newer release. Other plates go on. */
export class HistoryUnreadableError extends RecoverableError {
  readonly code = "HISTORY_UNREADABLE";
  readonly recovery = "park";
  /** @param why - without a value of the document: "it is not JSON" */
  constructor(
    readonly key: PlateKey,
    why: string,
  ) {
    super(
      `the document ${DOCUMENT_PREFIX}${documentKey(key.lotId, key.plate)} cannot be read: ${why}`,
    );
    this.name = "HistoryUnreadableError";
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

const textOf = (ms: number) => (Number.isFinite(ms) ? new Date(ms).toISOString() : "anything");
