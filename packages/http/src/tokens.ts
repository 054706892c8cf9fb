import { createHash } from "node:crypto";
import { ConfigError } from "@boomgate/platform/config";

/** The scopes of one token, which is kept as its digest only. */
export interface Grant {
  readonly digest: Buffer;
  readonly scopes: ReadonlySet<string>;
}

const LINE = /^(\S+)\s+(\S{16,512})$/;

/**
 * @param text - one token per line: "read,write 0123456789abcdef", of 16 characters or more; the
 *   scopes of a token on several lines add up; lines that begin with # are comments
 * @param known - the scopes of the API
 * @throws {ConfigError} with the numbers of malformed lines, never with their text
 */
export function parseTokens(text: string, known: readonly string[]): readonly Grant[] {
  const problems: string[] = [];
  const scopesOf = new Map<string, Set<string>>();
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [, scopes, token] = LINE.exec(line.trim()) ?? [];
    const listed = scopes?.split(",") ?? [];
    if (token !== undefined && listed.every((scope) => known.includes(scope))) {
      scopesOf.set(token, new Set([...(scopesOf.get(token) ?? []), ...listed]));
    } else {
      problems.push(
        `API_TOKENS: line ${index + 1} must be scopes (${known.join(",")}) and a token`,
      );
    }
  }
  if (problems.length === 0 && scopesOf.size === 0) problems.push("API_TOKENS: holds no token");
  if (problems.length > 0) throw new ConfigError(problems);
  return Array.from(scopesOf, ([token, scopes]) => ({ digest: digestOf(token), scopes }));
}

export const digestOf = (token: string) => createHash("sha256").update(token).digest();
