import { ContractError } from "@boomgate/contracts";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import { isDiskFull } from "../disk/disk-full.js";
import { DatabaseLockedError } from "../store/database-errors.js";
import type { FastifyReply } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { isRefusal } from "../intake/check-summary.js";
import { IntakeFullError } from "../intake/intake.js";
import { type ProblemCode, PROBLEMS, problemTypeOf } from "./problem-catalogue.js";

/** RFC 9457. Names what is wrong, never a value that was sent, never where in our code. */
export interface Problem {
  readonly code: ProblemCode;
  readonly detail: string;
  /** One sentence per broken field. */
  readonly problems?: readonly string[];
}

/** Thrown by routes that know what to answer. */
export class ProblemError extends Error {
  readonly problem: Problem;

  /** @param detail - the title when left out */
  constructor(code: ProblemCode, detail: string | undefined = PROBLEMS[code].title) {
    super(detail);
    this.name = "ProblemError";
    this.problem = { code, detail };
  }
}

/** A sender that is told to wait does so for this long. */
const RETRY_AFTER_SECONDS = 1;

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { status, title } = PROBLEMS[problem.code];
  if (status === 503) void reply.header("retry-after", String(RETRY_AFTER_SECONDS));
  return reply
    .code(status)
    .type("application/problem+json")
    .serializer((value: unknown) => JSON.stringify(value))
    .send({ type: problemTypeOf(problem.code), title, status, ...problem });
}

const LATER = "Nothing was lost; send it again later.";

/** What the sender is told of an error; `undefined` when it is a fault of ours. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof ContractError) {
    return { code: error.code, detail: error.message, problems: error.problems };
  }
  if (isRefusal(error)) return { code: error.code, detail: error.message };
  if (error instanceof IntakeFullError || error instanceof DependencyUnavailableError) {
    return { code: error.code, detail: LATER };
  }
  if (error instanceof DatabaseLockedError) {
    return { code: error.code, detail: `${PROBLEMS[error.code].title}. ${LATER}` };
  }
  if (isDiskFull(error)) {
    return { code: "DISK_FULL", detail: `${PROBLEMS.DISK_FULL.title}. ${LATER}` };
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const problems = error.validation.map(
      ({ instancePath, message }) => `${instancePath.slice(1) || "query"}: ${message}`,
    );
    return { code: "PARAMETER", detail: problems.join("; "), problems };
  }
  return sentWrong(error);
}

const SENT_WRONG: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: "BODY_TOO_LARGE",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "MEDIA_TYPE",
  FST_ERR_CTP_EMPTY_JSON_BODY: "NOT_JSON",
  FST_ERR_CTP_INVALID_JSON_BODY: "NOT_JSON",
};

const BAD_ESCAPE =
  "The address holds a % that begins no UTF-8 character; a % itself is written as %25";

function sentWrong(error: unknown): Problem | undefined {
  const { statusCode, code, name } = (error ?? {}) as Record<string, unknown>;
  if (typeof statusCode !== "number" || statusCode < 400 || statusCode >= 500) return undefined;
  if (code === "FST_ERR_BAD_URL") return { code: "BAD_REQUEST", detail: BAD_ESCAPE };
  const known = SENT_WRONG[String(code)] ?? (name === "SyntaxError" ? "NOT_JSON" : "BAD_REQUEST");
  return { code: known, detail: PROBLEMS[known].title };
}
