import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { HTTP_PROBLEMS } from "./problem-catalogue.js";
import { ProblemError } from "./problem.js";
import { digestOf, type Grant } from "./tokens.js";

/** The tokens that are valid now. */
export interface GrantSource {
  /** The tokens as they were at most a second ago. */
  current(): Promise<readonly Grant[]>;
  /** Reads the file again; called for a token that is not among the current ones. */
  newest(): Promise<readonly Grant[]>;
}

/** Makes the hook that lets a request pass if its token has this scope, or the scope "admin". */
export type Access<Scope extends string> = (
  scope: Scope,
) => (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

const granted = new WeakMap<IncomingMessage, Grant>();

/** What the token of a request grants, once it has passed; `undefined` where no tokens are needed. */
export const grantOf = ({ raw }: Pick<FastifyRequest, "raw">): Grant | undefined =>
  granted.get(raw);

/** @param source - without it, everybody may do everything */
export function createAccess<Scope extends string>(
  source: readonly Grant[] | GrantSource | undefined,
): Access<Scope> {
  if (source === undefined) return () => async () => undefined;
  const grants = "current" in source ? source : unchanging(source);
  return (scope) => async (request, reply) => {
    const token = tokenOf(request.headers.authorization);
    const grant =
      grantFor(token, await grants.current()) ??
      (token === undefined ? undefined : grantFor(token, await grants.newest()));
    if (grant === undefined) {
      // Basic as well: a browser then asks the user for the token, and sends it with event streams, too.
      // Two headers: Chromium takes a list in one header for a malformed challenge and does not ask.
      void reply.header("www-authenticate", ['Basic realm="boomgate"', "Bearer"]);
      throw new ProblemError(HTTP_PROBLEMS.UNAUTHORIZED);
    }
    if (grant.scopes.has(scope) || grant.scopes.has("admin")) {
      granted.set(request.raw, grant);
      return;
    }
    throw new ProblemError(HTTP_PROBLEMS.FORBIDDEN, `The token lacks the scope ${scope}`);
  };
}

function unchanging(grants: readonly Grant[]): GrantSource {
  const same = async () => grants;
  return { current: same, newest: same };
}

/** From Bearer, or the password of Basic with any user name. */
function tokenOf(header: string | undefined): string | undefined {
  const [, scheme = "", value = ""] = /^(bearer|basic) +(\S+)$/i.exec(header ?? "") ?? [];
  if (scheme.toLowerCase() === "bearer") return value;
  const pair = Buffer.from(value, "base64").toString("utf8");
  return pair.includes(":") ? pair.slice(pair.indexOf(":") + 1) : undefined;
}

/** Compares with every token, and digests of one length, so that the time of an answer reveals nothing. */
function grantFor(token: string | undefined, grants: readonly Grant[]): Grant | undefined {
  if (token === undefined) return undefined;
  const digest = digestOf(token);
  let found: Grant | undefined;
  for (const grant of grants) if (timingSafeEqual(grant.digest, digest)) found = grant;
  return found;
}
