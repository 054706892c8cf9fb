import { ProblemError, type ProblemKind } from "@boomgate/http";
import { retryAfterSeconds } from "./retry-after.js";

/** A request that is refused now, and may be sent again. @param atLeastSeconds - before that */
export const refusal = (kind: ProblemKind, atLeastSeconds: number): ProblemError =>
  new ProblemError(kind, undefined, { retryAfterSeconds: retryAfterSeconds(atLeastSeconds) });
