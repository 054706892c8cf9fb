import { readFile } from "node:fs/promises";

export interface RereadParts<T> {
  readonly path: string;
  /** The text of the file when the settings were read; it can be parsed. */
  readonly text: string;
  /** @throws {Error} when the text is wrong */
  readonly parse: (text: string) => T;
  /** The file has changed. */
  readonly onRead: (value: T) => void;
  /** The file is wrong or cannot be read; called once for each such text. @param error - what `parse` threw */
  readonly onWrong: (error: unknown) => void;
}

/**
 * A file that another program rewrites. It is read again while it is asked for. Its text is compared, not its time, which
 * says little where an orchestrator exchanges folders. A file that is wrong or cannot be read changes nothing.
 */
export class RereadFile<T> {
  private value: T;
  private seen: string;
  private readMs = performance.now();
  private reading: Promise<void> | undefined;

  /** @throws what `parse` throws for the text of the start */
  constructor(private readonly parts: RereadParts<T>) {
    this.seen = parts.text.trim();
    this.value = parts.parse(parts.text);
  }

  /** What was read last. */
  get last(): T {
    return this.value;
  }

  async notOlderThan(ms: number): Promise<T> {
    if (performance.now() - this.readMs >= ms) {
      this.reading ??= this.read().finally(() => (this.reading = undefined));
      await this.reading;
    }
    return this.value;
  }

  private async read(): Promise<void> {
    const found = await readFile(this.parts.path, "utf8").catch(unreadable);
    this.readMs = performance.now();
    const seen = typeof found === "string" ? found.trim() : found.message;
    if (seen === this.seen) return;
    this.seen = seen;
    try {
      if (typeof found !== "string") throw found;
      this.value = this.parts.parse(seen);
    } catch (error) {
      this.parts.onWrong(error);
      return;
    }
    this.parts.onRead(this.value);
  }
}

const unreadable = ({ code }: NodeJS.ErrnoException) =>
  new Error(`cannot be read (${code ?? "unknown error"})`);
