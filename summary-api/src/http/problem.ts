import { ContractError } from "@boomgate/contracts";
import { DependencyUnavailableError } from "@boomgate/platform/errors";
import type { FastifyReply } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { z } from "zod";
import { IntakeFullError } from "../intake/intake.js";

/** RFC 9457. Names what is wrong, never a value that was sent, never where in our code. */
export const problemSchema = z
  .object({
    type: z.string().describe("urn:boomgate:problem:<code in lower case>"),
    title: z.string(),
    status: z.int(),
    code: z.string().describe("Upper case, never renamed"),
    detail: z.string(),
    problems: z.array(z.string()).optional().describe("One sentence per broken field"),
  })
  .describe("What went wrong");

export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly problems?: readonly string[];
  readonly retryAfterSeconds?: number;
}

/** Thrown by routes that know what to answer. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = "ProblemError";
  }
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { retryAfterSeconds, ...body } = problem;
  if (retryAfterSeconds !== undefined) void reply.header("retry-after", String(retryAfterSeconds));
  const type = `urn:boomgate:problem:${problem.code.toLowerCase().replaceAll("_", "-")}`;
  return reply
    .code(problem.status)
    .type("application/problem+json")
    .serializer((value: unknown) => JSON.stringify(value))
    .send({ type, ...body });
}

const SENT_WRONG: Readonly<Record<string, Omit<Problem, "status">>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: sentProblem("BODY_TOO_LARGE", "The body is too large"),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: sentProblem("MEDIA_TYPE", "Send application/json"),
  FST_ERR_CTP_EMPTY_JSON_BODY: sentProblem("NOT_JSON", "The body is empty"),
  FST_ERR_CTP_INVALID_JSON_BODY: sentProblem("NOT_JSON", "The body is not JSON"),
};

function sentProblem(code: string, title: string): Omit<Problem, "status"> {
  return { code, title, detail: title };
}

/** What the sender is told of an error; `undefined` when it is a fault of ours. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof ContractError) {
    const { problems } = error;
    const title = "The summary breaks the contract";
    return { status: 422, code: error.code, title, detail: error.message, problems };
  }
  if (error instanceof IntakeFullError || error instanceof DependencyUnavailableError) {
    const detail = "Nothing was lost; send it again later.";
    const { code } = error;
    return { status: 503, code, title: "Not just now", detail, retryAfterSeconds: 1 };
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const problems = error.validation.map(
      ({ instancePath, message }) => `${instancePath.slice(1) || "query"}: ${message}`,
    );
    const title = "A parameter is malformed";
    return { status: 400, code: "PARAMETER", title, detail: problems.join("; "), problems };
  }
  return sentWrong(error);
}

function sentWrong(error: unknown): Problem | undefined {
  const { statusCode, code, name } = (error ?? {}) as Record<string, unknown>;
  if (typeof statusCode !== "number" || statusCode < 400 || statusCode >= 500) return undefined;
  const known =
    SENT_WRONG[String(code)] ??
    (name === "SyntaxError" ? SENT_WRONG["FST_ERR_CTP_INVALID_JSON_BODY"] : undefined);
  return {
    status: statusCode,
    ...(known ?? sentProblem("BAD_REQUEST", "The request is malformed")),
  };
}
