import { DependencyUnavailableError } from "@boomgate/platform/errors";
import { fastify } from "fastify";
import { expect, it } from "vitest";
import { IntakeFullError } from "../intake/intake.js";
import { problemOf, sendProblem } from "./problem.js";

it.each([new IntakeFullError(), new DependencyUnavailableError("database", "away")])(
  "asks the sender to come back: $name",
  async (error) => {
    const app = fastify();
    app.get("/", (_request, reply) => {
      const problem = problemOf(error);
      if (problem) return sendProblem(reply, problem);
      throw error;
    });
    const answer = await app.inject("/");
    expect(answer.statusCode).toBe(503);
    expect(answer.headers["retry-after"]).toBe("1");
    expect(answer.json()).toMatchObject({ status: 503, code: error.code });
  },
);
