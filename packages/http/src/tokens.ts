import { createHash } from "node:crypto";
import { ConfigError } from "@boomgate/platform/config";

/** The scopes of one token, which is kept as its digest only. */
export interface Grant {
  readonly digest: Buffer;
  readonly scopes: ReadonlySet<string>;
  /** What else the line says, such as `name=north`; each API knows what its attributes mean. */
  readonly attributes: Attributes;
}

export type Attributes = ReadonlyMap<string, string>;

/** What the lines of tokens may say. */
export interface TokenRules {
  /** Of the API, and those of other APIs that are given the same file. */
  readonly scopes: readonly string[];
  /** What is wrong with the attributes of a line, without a value of them; without it, any are accepted. */
  readonly attributeProblem?: ((attributes: Attributes) => string | undefined) | undefined;
}

const LINE = /^(\S+)((?:\s+[a-z]+=\S+)*)\s+(\S{16,512})$/;

/**
 * @param text - one token per line: "read,write 0123456789abcdef", of 16 characters or more; the
 *   scopes of a token on several lines add up; attributes stand before the token, as in
 *   "ingest name=north 0123456789abcdef"; lines that begin with # are comments
 * @throws {ConfigError} with the numbers of malformed lines, never with their text
 */
export function parseTokens(text: string, rules: TokenRules): readonly Grant[] {
  const { scopes: known, attributeProblem } = rules;
  const problems: string[] = [];
  const grants = new Map<string, { scopes: Set<string>; attributes: Map<string, string> }>();
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [, scopes, given = "", token] = LINE.exec(line.trim()) ?? [];
    const listed = scopes?.split(",") ?? [];
    if (token === undefined || !listed.every((scope) => known.includes(scope))) {
      problems.push(
        `API_TOKENS: line ${index + 1} must be scopes (${known.join(",")}) and a token`,
      );
      continue;
    }
    const attributes = attributesIn(given);
    const problem = attributeProblem?.(attributes);
    if (problem !== undefined) problems.push(`API_TOKENS: line ${index + 1} ${problem}`);
    const before = grants.get(token);
    grants.set(token, {
      scopes: new Set([...(before?.scopes ?? []), ...listed]),
      attributes: new Map([...(before?.attributes ?? []), ...attributes]),
    });
  }
  if (problems.length === 0 && grants.size === 0) problems.push("API_TOKENS: holds no token");
  if (problems.length > 0) throw new ConfigError(problems);
  return Array.from(grants, ([token, rest]) => ({ digest: digestOf(token), ...rest }));
}

/** @param text - " name=north lots=main,roof" */
const attributesIn = (text: string): Attributes =>
  new Map(
    text
      .split(/\s+/)
      .filter((word) => word !== "")
      .map((word) => {
        const at = word.indexOf("=");
        return [word.slice(0, at), word.slice(at + 1)];
      }),
  );

export const digestOf = (token: string) => createHash("sha256").update(token).digest();
