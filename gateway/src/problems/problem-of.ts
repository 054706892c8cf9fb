import { ContractError } from "@boomgate/contracts";
import { type Problem, ProblemError } from "@boomgate/http";
import { LedgerOffError, LedgerRefusedError } from "../ports/read-ledger.js";
import { PROBLEMS } from "./problem-catalogue.js";

/** The problem that an error of this service is answered with. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof LedgerOffError) return new ProblemError(PROBLEMS.LEDGER_OFF).problem;
  if (error instanceof LedgerRefusedError) {
    return { kind: PROBLEMS.PARAMETER, detail: error.detail };
  }
  if (!(error instanceof ContractError)) return undefined;
  const { problems } = error;
  return { kind: PROBLEMS[error.code], detail: problems.join("; "), problems };
}
