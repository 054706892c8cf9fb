import { fastify } from "fastify";
import { describe, expect, it } from "vitest";
import { createAccess, grantOf } from "./access.js";
import { httpProblemOf, sendProblem } from "./problem.js";
import { type Attributes, parseTokens } from "./tokens.js";

const READER = "reader-0123456789";
const SCOPES = ["write", "read", "admin"] as const;
const RULES = { scopes: SCOPES };
const ADMIN = "admin-0123456789ab";

function aServer(tokens = `# a comment\nread ${READER}\n\nadmin ${ADMIN}\n`) {
  const access = createAccess<(typeof SCOPES)[number]>(parseTokens(tokens, { scopes: SCOPES }));
  const app = fastify();
  app.setErrorHandler((error, _request, reply) => {
    const problem = httpProblemOf(error);
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

  it("allows what the scope of the token allows, and everything to admin", async () => {
    const ask = aServer();
    expect(await ask("POST", `Bearer ${READER}`)).toBe(403);
    expect(await ask("POST", `Bearer ${ADMIN}`)).toBe(200);
  });

  it("adds up the scopes of a token on several lines", async () => {
    const ask = aServer(`read ${READER}\nwrite ${READER}\n`);
    expect(await ask("GET", `Bearer ${READER}`)).toBe(200);
    expect(await ask("POST", `Bearer ${READER}`)).toBe(200);
  });

  it("accepts the token as a password, as a browser sends it", async () => {
    const basic = Buffer.from(`operator:${READER}`).toString("base64");
    expect(await aServer()("GET", `Basic ${basic}`)).toBe(200);
  });

  it("names malformed lines by their numbers, without their text", () => {
    expect(() => parseTokens("everything SECRET-0123456789\nread short", RULES)).toThrow(
      /line 1.*\n.*line 2/,
    );
    expect(() => parseTokens("everything SECRET-0123456789", RULES)).not.toThrow(/SECRET/);
    expect(() => parseTokens("# nothing", RULES)).toThrow("holds no token");
  });

  it("keeps what else a line says about its token, for who knows what it means", () => {
    const text = `read name=north lots=main,roof ${READER}\nwrite rate=5 ${READER}`;
    const [grant] = parseTokens(text, RULES);
    expect(Object.fromEntries(grant?.attributes ?? [])).toEqual({
      name: "north",
      lots: "main,roof",
      rate: "5",
    });
    const attributeProblem = (given: Attributes) =>
      given.has("lots") ? "must not have lots" : undefined;
    expect(() => parseTokens(text, { ...RULES, attributeProblem })).toThrow(
      "API_TOKENS: line 1 must not have lots",
    );
  });

  it("knows what the token of a request grants", async () => {
    const app = fastify();
    const access = createAccess(parseTokens(`read name=north ${READER}`, RULES));
    app.get("/", { onRequest: access("read") }, (request) =>
      grantOf(request)?.attributes.get("name"),
    );
    const headers = { authorization: `Bearer ${READER}` };
    expect((await app.inject({ url: "/", headers })).body).toBe("north");
  });
});
