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

/** What the sink says of a summary it will never take. */
export type Refusal = ContractError | FutureStayError | StayTooOldError;

export const isRefusal = (error: unknown): error is Refusal =>
  error instanceof ContractError ||
  error instanceof FutureStayError ||
  error instanceof StayTooOldError;

export interface TimeLimits {
  readonly nowMs: number;
  /** Stays that ended before are no longer kept. */
  readonly keptFromMs: number;
}

/**
 * @throws {ContractError} also when the fields are well formed and contradict each other
 * @throws {FutureStayError}
 * @throws {StayTooOldError}
 */
export function checkSummary(body: unknown, { nowMs, keptFromMs }: TimeLimits): StaySummary {
  const stay = parseStaySummary(body);
  if (stay.exitedAt.getTime() > nowMs + MAX_AHEAD_MS) throw new FutureStayError();
  if (stay.exitedAt.getTime() < keptFromMs) throw new StayTooOldError();
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
