import { DependencyUnavailableError } from "@boomgate/platform/errors";
import type { FastifyReply } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import {
  HTTP_PROBLEMS,
  mayBeSentAgain,
  problemBody,
  type ProblemKind,
} from "./problem-catalogue.js";

/** Names what is wrong with a request, never a value that was sent, never a file of the service. */
export interface Problem {
  readonly kind: ProblemKind;
  readonly detail: string;
  /** One sentence per broken field. */
  readonly problems?: readonly string[];
  /** For 429 and 503; 1 when left out. */
  readonly retryAfterSeconds?: number | undefined;
  /** Further members of the answer, such as the results of single items. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** Thrown by a route that knows which problem to answer with. */
export class ProblemError extends Error {
  readonly problem: Problem;

  /** @param detail - the title when left out */
  constructor(
    kind: ProblemKind,
    detail: string | undefined = kind.title,
    more: Omit<Problem, "kind" | "detail"> = {},
  ) {
    super(detail);
    this.name = "ProblemError";
    this.problem = { kind, detail, ...more };
  }
}

const RETRY_AFTER_SECONDS = 1;

export function sendProblem(
  reply: FastifyReply,
  { kind, detail, problems, retryAfterSeconds = RETRY_AFTER_SECONDS, members }: Problem,
): FastifyReply {
  if (mayBeSentAgain(kind)) void reply.header("retry-after", String(retryAfterSeconds));
  return reply
    .code(kind.status)
    .type("application/problem+json")
    .serializer((value: unknown) => JSON.stringify(value))
    .send({ ...problemBody(kind, detail), problems, ...members });
}

/** Detail of a problem that passes by itself. */
export const SEND_LATER = "Nothing was lost; send it again later.";

/** The problem that any service answers with after this error; `undefined` for errors of a service's own, and for bugs. */
export function httpProblemOf(error: unknown): Problem | undefined {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof DependencyUnavailableError) {
    return { kind: HTTP_PROBLEMS.DEPENDENCY_UNAVAILABLE, detail: SEND_LATER };
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const problems = error.validation.map(
      ({ instancePath, message }) => `${instancePath.slice(1) || "query"}: ${message}`,
    );
    return { kind: HTTP_PROBLEMS.PARAMETER, detail: problems.join("; "), problems };
  }
  return frameworkProblemOf(error);
}

const FRAMEWORK_ERRORS: Readonly<Record<string, ProblemKind>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: HTTP_PROBLEMS.BODY_TOO_LARGE,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: HTTP_PROBLEMS.MEDIA_TYPE,
  FST_ERR_CTP_EMPTY_JSON_BODY: HTTP_PROBLEMS.NOT_JSON,
  FST_ERR_CTP_INVALID_JSON_BODY: HTTP_PROBLEMS.NOT_JSON,
};

const BAD_ESCAPE =
  "The address holds a % that begins no UTF-8 character; a % itself is written as %25";

/** The problem for an error by which Fastify refuses a request. */
function frameworkProblemOf(error: unknown): Problem | undefined {
  const { statusCode, code, name } = (error ?? {}) as Record<string, unknown>;
  if (typeof statusCode !== "number" || statusCode < 400 || statusCode >= 500) return undefined;
  if (code === "FST_ERR_BAD_URL") return { kind: HTTP_PROBLEMS.BAD_REQUEST, detail: BAD_ESCAPE };
  const otherwise = name === "SyntaxError" ? HTTP_PROBLEMS.NOT_JSON : HTTP_PROBLEMS.BAD_REQUEST;
  const kind = FRAMEWORK_ERRORS[String(code)] ?? otherwise;
  return { kind, detail: kind.title };
}
