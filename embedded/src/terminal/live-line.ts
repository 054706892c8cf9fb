import type { WriteStream } from "node:tty";

const CLEAR_LINE = "\r\u001B[2K";

/** The last line of a terminal, rewritten in place; other output goes above it. */
export class LiveLine {
  private current = "";

  constructor(private readonly terminal: WriteStream) {}

  show(line: string): void {
    // A wrapped line could not be cleared.
    this.current = line.slice(0, Math.max(0, this.terminal.columns - 1));
    this.terminal.write(CLEAR_LINE + this.current);
  }

  /** @param text - whole lines, each with its line feed */
  writeAbove(text: string): void {
    this.terminal.write(CLEAR_LINE + text + this.current);
  }

  end(): void {
    this.current = "";
    this.terminal.write(CLEAR_LINE);
  }
}
