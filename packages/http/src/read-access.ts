import type { Logger } from "@boomgate/platform/telemetry";
import type { AccessConfig } from "./access-settings.js";
import { type Access, createAccess, type GrantSource } from "./access.js";
import { checkListens } from "./listens-locally.js";
import { createHostCheck } from "./own-hosts.js";
import { TokenFile } from "./token-file.js";
import { type Grant, parseTokens, type TokenRules } from "./tokens.js";

export interface AccessParts<Scope extends string> {
  /** Of this API; "admin" includes all others. */
  readonly scopes: readonly Scope[];
  readonly attributeProblem?: TokenRules["attributeProblem"];
  /** Further lines like those of API_TOKENS, of tokens that the process itself uses. */
  readonly ownTokens?: string | undefined;
  readonly log: Pick<Logger, "info" | "warn">;
}

/** Who may send which requests. */
export interface AccessRules<Scope extends string> {
  readonly access: Access<Scope>;
  /** Whether a request with this Host header is answered at all. */
  readonly isOwnHost: (host: string | undefined) => boolean;
}

/** @throws {ConfigError} when a token is malformed, or the API would serve a network without asking for tokens */
export async function readAccess<Scope extends string>(
  config: AccessConfig,
  parts: AccessParts<Scope>,
): Promise<AccessRules<Scope>> {
  const access = createAccess<Scope>(grantsOf(config, parts));
  await checkListens(config.HTTP_HOST, config.API_TOKENS);
  const isOwnHost = config.API_TOKENS === undefined ? createHostCheck(namesOf(config)) : () => true;
  return { access, isOwnHost };
}

function grantsOf(
  { API_TOKENS: text, API_TOKENS_FILE: path }: AccessConfig,
  { scopes, attributeProblem, ownTokens: own, log }: AccessParts<string>,
): readonly Grant[] | GrantSource | undefined {
  if (text === undefined) return undefined;
  const rules = { scopes, attributeProblem };
  return path === undefined
    ? parseTokens(`${text}\n${own ?? ""}`, rules)
    : new TokenFile({ path, text, own, rules, log });
}

const namesOf = ({ HTTP_HOST, ALLOWED_HOSTS }: AccessConfig): readonly string[] => [
  HTTP_HOST,
  ...(ALLOWED_HOSTS?.split(",").map((name) => name.trim()) ?? []),
];
