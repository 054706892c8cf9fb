import { ContractError, parseStaySummary, type StaySummary } from "@boomgate/contracts";

/** Clocks of gates differ, but an exit this long before its entry is an error. */
const MAX_SKEW_SECONDS = 3_600;
/** Senders round durations. */
const ROUNDING_SECONDS = 1;
/** Clocks and time zones of gates may be wrong by hours; a day ahead is a broken clock. */
const MAX_AHEAD_MS = 86_400_000;

/** Rejected: a stay that ends after tomorrow has not happened, and would be the first in every list. */
export class FutureStayError extends Error {
  readonly code = "STAY_IN_THE_FUTURE";

  constructor() {
    super("exit_date_time lies more than a day ahead of the sink's clock");
    this.name = "FutureStayError";
  }
}

/** Rejected: stays this old are deleted, so a repeat would look like a new stay. */
export class StayTooOldError extends Error {
  readonly code = "STAY_TOO_OLD";

  constructor() {
    super("exit_date_time lies before what this sink keeps");
    this.name = "StayTooOldError";
  }
}

/** Rejected: revisions are milliseconds, and one far ahead would block every later correction. */
export class RevisionAheadError extends Error {
  readonly code = "REVISION_AHEAD";

  constructor() {
    super("revision lies more than a day ahead of the sink's clock, in ms since 1970");
    this.name = "RevisionAheadError";
  }
}

/** Rejected: the stored stay has another exit plate, which never changes. Two exits that differ in their plate alone share an id. */
export class NotItsStayError extends Error {
  readonly code = "NOT_ITS_STAY";

  constructor() {
    super("stay_id is that of a stay with another exit_plate");
    this.name = "NotItsStayError";
  }
}

const REJECTIONS = [
  ContractError,
  FutureStayError,
  StayTooOldError,
  RevisionAheadError,
  NotItsStayError,
] as const;

/** An error that rejects a summary for good. */
export type RejectionError = InstanceType<(typeof REJECTIONS)[number]>;

export const isRejection = (error: unknown): error is RejectionError =>
  REJECTIONS.some((refusal) => error instanceof refusal);

export interface TimeLimits {
  readonly nowMs: number;
  /** Stays that ended before this are rejected. */
  readonly keptFromMs: number;
}

/**
 * @throws {ContractError} also when well-formed fields contradict each other
 * @throws {FutureStayError}
 * @throws {StayTooOldError}
 * @throws {RevisionAheadError}
 */
export function checkSummary(body: unknown, { nowMs, keptFromMs }: TimeLimits): StaySummary {
  const stay = parseStaySummary(body);
  if (stay.exitedAt.getTime() > nowMs + MAX_AHEAD_MS) throw new FutureStayError();
  if (stay.exitedAt.getTime() < keptFromMs) throw new StayTooOldError();
  if (stay.revision > nowMs + MAX_AHEAD_MS) throw new RevisionAheadError();
  if (stay.status === "void") return stay;
  const seconds = (stay.exitedAt.getTime() - stay.enteredAt.getTime()) / 1_000;
  if (seconds < -MAX_SKEW_SECONDS) {
    throw new ContractError("stay summary", ["exit_date_time: lies before entry_date_time"]);
  }
  if (Math.abs(Math.max(0, seconds) - stay.durationSeconds) > ROUNDING_SECONDS) {
    throw new ContractError("stay summary", [
      "duration_seconds: is not the time from entry to exit",
    ]);
  }
  return stay;
}
