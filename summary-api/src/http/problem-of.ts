import { ContractError } from "@boomgate/contracts";
import { type Problem, SEND_LATER } from "@boomgate/http";
import { isDiskFull } from "../disk/disk-full.js";
import { isRejection } from "../intake/check-summary.js";
import { IntakeFullError } from "../intake/intake.js";
import { DatabaseLockedError } from "../store/database-errors.js";
import { PROBLEMS } from "./problem-catalogue.js";

/** The problem that an error of this service is answered with. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof ContractError) {
    return { kind: PROBLEMS[error.code], detail: error.message, problems: error.problems };
  }
  if (isRejection(error)) return { kind: PROBLEMS[error.code], detail: error.message };
  if (error instanceof IntakeFullError) return { kind: PROBLEMS.INTAKE_FULL, detail: SEND_LATER };
  if (error instanceof DatabaseLockedError) {
    const kind = PROBLEMS.DATABASE_LOCKED;
    return { kind, detail: `${kind.title}. ${SEND_LATER}` };
  }
  if (isDiskFull(error)) {
    const kind = PROBLEMS.DISK_FULL;
    return { kind, detail: `${kind.title}. ${SEND_LATER}` };
  }
  return undefined;
}
