import { ConfigError, RereadFile } from "@boomgate/platform/config";
import type { Logger } from "@boomgate/platform/telemetry";
import type { GrantSource } from "./access.js";
import { type Grant, parseTokens, type TokenRules } from "./tokens.js";

/** A token that was removed from the file is valid for this long at most. */
const KNOWN_AGAIN_MS = 1_000;
/** A client with made-up tokens makes the service read the file no more often than this. */
const UNKNOWN_AGAIN_MS = 100;

export interface TokenFileParts {
  readonly path: string;
  /** The text of the file when the settings were read. */
  readonly text: string;
  /** Further lines, of tokens that the process itself uses. */
  readonly own?: string | undefined;
  readonly rules: TokenRules;
  readonly log: Pick<Logger, "info" | "warn">;
}

/**
 * The tokens of a file that another program rewrites, as when a secret is rotated. The file is read again while
 * requests come, and at once for an unknown token. A malformed or unreadable file changes nothing, and is logged once.
 */
export class TokenFile implements GrantSource {
  private readonly file: RereadFile<readonly Grant[]>;

  /** @throws {ConfigError} with the numbers of malformed lines */
  constructor({ path, text, own = "", rules, log }: TokenFileParts) {
    this.file = new RereadFile({
      ...{ path, text },
      parse: (found) => {
        parseTokens(found, rules); // alone first: an empty file must be noticed, whatever `own` holds
        return parseTokens(`${found}\n${own}`, rules);
      },
      onRead: (grants) => log.info({ tokens: grants.length }, "API tokens read again"),
      onWrong: (error) => {
        const problems =
          error instanceof ConfigError
            ? error.problems
            : [`API_TOKENS_FILE: ${(error as Error).message}`];
        log.warn({ problems }, "file of API tokens is invalid, the tokens before stay valid");
      },
    });
  }

  current(): Promise<readonly Grant[]> {
    return this.file.notOlderThan(KNOWN_AGAIN_MS);
  }

  newest(): Promise<readonly Grant[]> {
    return this.file.notOlderThan(UNKNOWN_AGAIN_MS);
  }
}
