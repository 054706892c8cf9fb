import { readFile } from "node:fs/promises";
import { ConfigError } from "@boomgate/platform/config";
import type { Logger } from "@boomgate/platform/telemetry";
import { type Grant, type GrantSource, parseTokens } from "./access.js";

/** A token that is taken out of the file is good for this long at most. */
const KNOWN_AGAIN_MS = 1_000;
/** Somebody with made-up tokens makes us read no more often. */
const UNKNOWN_AGAIN_MS = 100;

export interface TokenFileParts {
  readonly path: string;
  /** What the file held when it was read for the settings. */
  readonly text: string;
  /** Lines that are good besides it, as of the process itself. */
  readonly own?: string | undefined;
  readonly log: Pick<Logger, "info" | "warn">;
}

/**
 * The tokens of a file that somebody else rewrites, as a secret that is rotated: it is read again while requests come,
 * and at once for a token that is not known. The time of a file says little where folders are exchanged, so its
 * text is compared. What is malformed or cannot be read changes nothing, and is logged once.
 */
export class TokenFile implements GrantSource {
  private grants: readonly Grant[];
  private seen: string;
  private readMs = performance.now();
  private reading: Promise<void> | undefined;

  /** @throws {ConfigError} naming the lines that are malformed */
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
    const found = await readFile(this.parts.path, "utf8").catch(problemOf);
    this.readMs = performance.now();
    const seen = typeof found === "string" ? found.trim() : found.message;
    if (seen === this.seen) return;
    this.seen = seen;
    const problems = typeof found === "string" ? this.take(seen) : found.problems;
    const { log } = this.parts;
    if (problems.length === 0) log.info({ tokens: this.grants.length }, "API tokens read again");
    else log.warn({ problems }, "the file of the API tokens is no use; those before stay good");
  }

  /** @returns what is wrong with the file */
  private take(text: string): readonly string[] {
    try {
      this.grants = this.grantsIn(text);
      return [];
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
  }

  private grantsIn(text: string): readonly Grant[] {
    parseTokens(text); // lines of our own hide neither an empty file nor the number of a line
    return parseTokens(`${text}\n${this.parts.own ?? ""}`);
  }
}

const problemOf = ({ code }: NodeJS.ErrnoException) =>
  new ConfigError([`API_TOKENS_FILE: cannot be read (${code ?? "unknown error"})`]);
