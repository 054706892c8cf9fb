import { ContractError, parseStaySummary, type StaySummary } from "@boomgate/contracts";

/** Gate clocks may differ; an exit this much before its entry is no clock skew. */
const MAX_SKEW_SECONDS = 3_600;
/** Senders round. */
const ROUNDING_SECONDS = 1;
/** Clocks and zones of gates are sometimes wrong by hours; a day ahead is a broken clock. */
const MAX_AHEAD_MS = 86_400_000;

/** Refused: a stay that ends later than tomorrow has not happened, and would lead every list. */
export class FutureStayError extends Error {
  readonly code = "STAY_IN_THE_FUTURE";

  constructor() {
    super("exit_date_time lies more than a day ahead of the sink's clock");
    this.name = "FutureStayError";
  }
}

/** Refused: stays this old are deleted, and a repeat of one could not be told from a new one. */
export class StayTooOldError extends Error {
  readonly code = "STAY_TOO_OLD";

  constructor() {
    super("exit_date_time lies before what this sink keeps");
    this.name = "StayTooOldError";
  }
}

/** Refused: revisions are milliseconds, and one far ahead would keep every true correction out. */
export class RevisionAheadError extends Error {
  readonly code = "REVISION_AHEAD";

  constructor() {
    super("revision lies more than a day ahead of the sink's clock, in ms since 1970");
    this.name = "RevisionAheadError";
  }
}

/** Refused: what never changes of a stay is stored otherwise; two exits that differ in their plate alone share an id. */
export class NotItsStayError extends Error {
  readonly code = "NOT_ITS_STAY";

  constructor() {
    super("stay_id is that of a stay with another exit_plate");
    this.name = "NotItsStayError";
  }
}

const REFUSALS = [
  ContractError,
  FutureStayError,
  StayTooOldError,
  RevisionAheadError,
  NotItsStayError,
] as const;

/** What the sink says of a summary it will never take. */
export type Refusal = InstanceType<(typeof REFUSALS)[number]>;

export const isRefusal = (error: unknown): error is Refusal =>
  REFUSALS.some((refusal) => error instanceof refusal);

export interface TimeLimits {
  readonly nowMs: number;
  /** Stays that ended before are no longer kept. */
  readonly keptFromMs: number;
}

/**
 * @throws {ContractError} also when the fields are well formed and contradict each other
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
