import { DependencyUnavailableError } from "@boomgate/platform/errors";
import { fastify } from "fastify";
import { describe, expect, it } from "vitest";
import { defineProblems, HTTP_PROBLEMS } from "./problem-catalogue.js";
import { httpProblemOf, ProblemError, sendProblem } from "./problem.js";

async function answerTo(error: Error) {
  const app = fastify();
  app.get("/", (_request, reply) => {
    const problem = httpProblemOf(error);
    if (problem) return sendProblem(reply, problem);
    throw error;
  });
  return app.inject("/");
}

const { LOST } = defineProblems({ LOST: { status: 410, title: "Lost for ever" } });

describe("a problem", () => {
  it("has its type, title, status, code and detail, as RFC 9457 has it", async () => {
    const answer = await answerTo(new ProblemError(LOST, "The note was deleted"));
    expect(answer.statusCode).toBe(410);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    expect(answer.json()).toEqual({
      type: "urn:boomgate:problem:lost",
      title: "Lost for ever",
      status: 410,
      code: "LOST",
      detail: "The note was deleted",
    });
  });

  it("has its title as its detail when none is given", async () => {
    expect((await answerTo(new ProblemError(LOST))).json()).toMatchObject({
      detail: "Lost for ever",
    });
  });

  it("asks the sender to come back later when a dependency is away", async () => {
    const answer = await answerTo(new DependencyUnavailableError("database", "away"));
    expect(answer.statusCode).toBe(503);
    expect(answer.headers["retry-after"]).toBe("1");
    expect(answer.json()).toMatchObject({ status: 503, code: "DEPENDENCY_UNAVAILABLE" });
  });
});

it("no error of the service itself is a problem of HTTP", () => {
  expect(httpProblemOf(new Error("a bug"))).toBeUndefined();
  expect(httpProblemOf(undefined)).toBeUndefined();
});

it.each([
  ["FST_ERR_CTP_BODY_TOO_LARGE", 413, HTTP_PROBLEMS.BODY_TOO_LARGE],
  ["FST_ERR_BAD_URL", 400, HTTP_PROBLEMS.BAD_REQUEST],
  ["FST_ERR_SOMETHING_NEW", 400, HTTP_PROBLEMS.BAD_REQUEST],
])("the framework's %s is a problem of its own", (code, statusCode, kind) => {
  const error = Object.assign(new Error("what was sent"), { code, statusCode });
  expect(httpProblemOf(error)).toMatchObject({ kind });
  expect(httpProblemOf(error)?.detail).not.toContain("what was sent");
});
