import { fastify } from "fastify";
import { describe, expect, it } from "vitest";
import { createAccess, parseTokens } from "./access.js";
import { problemOf, sendProblem } from "./problem.js";

const READER = "reader-0123456789";
const ADMIN = "admin-0123456789ab";

function aServer(tokens = `# a comment\nread ${READER}\n\nadmin ${ADMIN}\n`) {
  const access = createAccess(tokens);
  const app = fastify();
  app.setErrorHandler((error, _request, reply) => {
    const problem = problemOf(error);
    return problem ? sendProblem(reply, problem) : reply.send(error);
  });
  app.get("/", { onRequest: access("read") }, () => "read");
  app.post("/", { onRequest: access("write") }, () => "written");
  return async (method: "GET" | "POST", authorization?: string) => {
    const headers = authorization === undefined ? {} : { authorization };
    return (await app.inject({ method, url: "/", headers })).statusCode;
  };
}

describe("access", () => {
  it("needs a token that is listed", async () => {
    const ask = aServer();
    expect(await ask("GET")).toBe(401);
    expect(await ask("GET", "Bearer made-up-0123456789")).toBe(401);
    expect(await ask("GET", `Bearer ${READER}`)).toBe(200);
  });

  it("grants what the scope says, and everything to admin", async () => {
    const ask = aServer();
    expect(await ask("POST", `Bearer ${READER}`)).toBe(403);
    expect(await ask("POST", `Bearer ${ADMIN}`)).toBe(200);
  });

  it("adds up the scopes of a token that stands on several lines", async () => {
    const ask = aServer(`read ${READER}\nwrite ${READER}\n`);
    expect(await ask("GET", `Bearer ${READER}`)).toBe(200);
    expect(await ask("POST", `Bearer ${READER}`)).toBe(200);
  });

  it("takes the token as a password, which is how a browser sends it", async () => {
    const basic = Buffer.from(`operator:${READER}`).toString("base64");
    expect(await aServer()("GET", `Basic ${basic}`)).toBe(200);
  });

  it("names malformed lines without showing them", () => {
    expect(() => parseTokens("everything SECRET-0123456789\nread short")).toThrow(
      /line 1.*\n.*line 2/,
    );
    expect(() => parseTokens("everything SECRET-0123456789")).not.toThrow(/SECRET/);
    expect(() => parseTokens("# nothing")).toThrow("holds no token");
  });
});
