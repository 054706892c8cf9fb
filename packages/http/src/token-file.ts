import { readFile } from "node:fs/promises";
import { ConfigError } from "@boomgate/platform/config";
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
 * requests come, and at once for an unknown token. Its text is compared, not its time, which says little where an
 * orchestrator exchanges folders. A malformed or unreadable file changes nothing, and is logged once.
 */
export class TokenFile implements GrantSource {
  private grants: readonly Grant[];
  private seen: string;
  private readMs = performance.now();
  private reading: Promise<void> | undefined;

  /** @throws {ConfigError} with the numbers of malformed lines */
  constructor(private readonly parts: TokenFileParts) {
    this.seen = parts.text;
    this.grants = this.grantsIn(parts.text);
  }

  current(): Promise<readonly Grant[]> {
    return this.notOlderThan(KNOWN_AGAIN_MS);
  }

  newest(): Promise<readonly Grant[]> {
    return this.notOlderThan(UNKNOWN_AGAIN_MS);
  }

  private async notOlderThan(ms: number): Promise<readonly Grant[]> {
    if (performance.now() - this.readMs >= ms) {
      this.reading ??= this.read().finally(() => (this.reading = undefined));
      await this.reading;
    }
    return this.grants;
  }

  private async read(): Promise<void> {
    const found = await readFile(this.parts.path, "utf8").catch(unreadable);
    this.readMs = performance.now();
    const seen = typeof found === "string" ? found.trim() : found.message;
    if (seen === this.seen) return;
    this.seen = seen;
    const problems = typeof found === "string" ? this.accept(seen) : found.problems;
    const { log } = this.parts;
    if (problems.length === 0) log.info({ tokens: this.grants.length }, "API tokens read again");
    else log.warn({ problems }, "file of API tokens is invalid, the tokens before stay valid");
  }

  /** @returns what is wrong with the file */
  private accept(text: string): readonly string[] {
    try {
      this.grants = this.grantsIn(text);
      return [];
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
  }

  private grantsIn(text: string): readonly Grant[] {
    const { rules, own = "" } = this.parts;
    parseTokens(text, rules); // alone first: an empty file must be noticed, whatever `own` holds
    return parseTokens(`${text}\n${own}`, rules);
  }
}

const unreadable = ({ code }: NodeJS.ErrnoException) =>
  new ConfigError([`API_TOKENS_FILE: cannot be read (${code ?? "unknown error"})`]);
