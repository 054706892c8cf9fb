import { ContractError, parseStaySummary, type StaySummary } from "@boomgate/contracts";

/** Gate clocks may differ; an exit this much before its entry is no clock skew. */
const MAX_SKEW_SECONDS = 3_600;
/** Senders round. */
const ROUNDING_SECONDS = 1;

/** @throws {ContractError} also when the fields are well formed and contradict each other */
export function checkSummary(body: unknown): StaySummary {
  const stay = parseStaySummary(body);
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
