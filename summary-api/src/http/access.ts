import { createHash, timingSafeEqual } from "node:crypto";
import { ConfigError } from "@boomgate/platform/config";
import type { FastifyReply, FastifyRequest } from "fastify";
import { ProblemError } from "./problem.js";

const SCOPES = ["write", "read", "admin"] as const;
export type Scope = (typeof SCOPES)[number];

export interface Grant {
  readonly digest: Buffer;
  readonly scopes: ReadonlySet<string>;
}

/** Where the tokens come from that are good now. */
export interface GrantSource {
  /** May be a second old. */
  current(): Promise<readonly Grant[]>;
  /** For a token that is not among those. */
  newest(): Promise<readonly Grant[]>;
}

/** Who may do what; without tokens everybody may do everything. */
export type Access = (
  scope: Scope,
) => (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

const LINE = /^(\S+)\s+(\S{16,512})$/;

/**
 * @param text - one token per line: "read,write 0123456789abcdef", of 16 characters or more; the
 *   scopes of a token on several lines add up
 * @throws {ConfigError} naming the lines that are malformed, never what stands in them
 */
export function parseTokens(text: string): readonly Grant[] {
  const problems: string[] = [];
  const scopesOf = new Map<string, Set<string>>();
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [, scopes, token] = LINE.exec(line.trim()) ?? [];
    const listed = scopes?.split(",") ?? [];
    const isKnown = listed.every((scope) => (SCOPES as readonly string[]).includes(scope));
    if (token !== undefined && isKnown) {
      scopesOf.set(token, new Set([...(scopesOf.get(token) ?? []), ...listed]));
    } else {
      problems.push(
        `API_TOKENS: line ${index + 1} must be scopes (${SCOPES.join(",")}) and a token`,
      );
    }
  }
  if (problems.length === 0 && scopesOf.size === 0) problems.push("API_TOKENS: holds no token");
  if (problems.length > 0) throw new ConfigError(problems);
  return Array.from(scopesOf, ([token, scopes]) => ({ digest: digestOf(token), scopes }));
}

/** @param tokens - lines that never change, or where to ask for them */
export function createAccess(tokens: string | GrantSource | undefined): Access {
  if (tokens === undefined) return () => async () => undefined;
  const source = typeof tokens === "string" ? unchanging(parseTokens(tokens)) : tokens;
  return (scope) => async (request, reply) => {
    const token = tokenOf(request.headers.authorization);
    const grant =
      grantOf(token, await source.current()) ??
      (token === undefined ? undefined : grantOf(token, await source.newest()));
    if (grant === undefined) {
      // Basic, too: a browser then asks for the token, and the live stream carries it as well. In a
      // header of its own: Chromium takes a list for one malformed challenge and does not ask.
      void reply.header("www-authenticate", ['Basic realm="boomgate"', "Bearer"]);
      throw new ProblemError("UNAUTHORIZED");
    }
    if (grant.scopes.has(scope) || grant.scopes.has("admin")) return;
    throw new ProblemError("FORBIDDEN", `The token lacks the scope ${scope}`);
  };
}

function unchanging(grants: readonly Grant[]): GrantSource {
  const same = async () => grants;
  return { current: same, newest: same };
}

/** Bearer, or the password of Basic with any user name. */
function tokenOf(header: string | undefined): string | undefined {
  const [, scheme = "", value = ""] = /^(bearer|basic) +(\S+)$/i.exec(header ?? "") ?? [];
  if (scheme.toLowerCase() === "bearer") return value;
  const pair = Buffer.from(value, "base64").toString("utf8");
  return pair.includes(":") ? pair.slice(pair.indexOf(":") + 1) : undefined;
}

/** Looks at every token, and at digests of one length: the time tells nothing. */
function grantOf(token: string | undefined, grants: readonly Grant[]): Grant | undefined {
  if (token === undefined) return undefined;
  const digest = digestOf(token);
  let found: Grant | undefined;
  for (const grant of grants) if (timingSafeEqual(grant.digest, digest)) found = grant;
  return found;
}

const digestOf = (token: string) => createHash("sha256").update(token).digest();
