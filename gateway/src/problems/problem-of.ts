import { ContractError } from "@boomgate/contracts";
import type { Problem } from "@boomgate/http";
import { PROBLEMS } from "./problem-catalogue.js";

/** The problem that an error of this service is answered with. */
export function problemOf(error: unknown): Problem | undefined {
  if (!(error instanceof ContractError)) return undefined;
  const { problems } = error;
  return { kind: PROBLEMS[error.code], detail: problems.join("; "), problems };
}
