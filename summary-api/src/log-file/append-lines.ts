import { type FileHandle, open, stat } from "node:fs/promises";

/** Plates are personal data. */
const MODE = 0o600;
const END = "\r\n";

/** Lines that could not be written, besides why: those before them were. */
export class LinesLeftError extends Error {
  /** @param left - from the first that is not whole in the file */
  constructor(
    readonly left: readonly string[],
    cause: unknown,
  ) {
    super("lines could not be appended", { cause });
    this.name = "LinesLeftError";
  }
}

/**
 * Appends lines, each with its end, and leaves no part of one: what a full disk has cut off is taken back. The file is
 * opened anew each time, so that whoever rotates it need not tell us.
 * @throws {LinesLeftError}
 */
export async function appendLines(path: string, lines: readonly string[]): Promise<void> {
  let file: FileHandle | undefined;
  let written = 0;
  try {
    // To be read as well, a pipe would not wait for somebody who reads it.
    const isPlain = (await stat(path).catch(() => undefined))?.isFile() ?? true;
    file = await open(path, isPlain ? "a+" : "a", MODE);
    const { size } = await file.stat();
    const cut = isPlain && (await endsInLine(file, size)) ? END : "";
    const bytes = Buffer.from(cut + lines.join(""));
    try {
      while (written < bytes.length) {
        written += (await file.write(bytes, written)).bytesWritten;
      }
    } catch (error) {
      const { whole, length } = wholeLines(lines, written - cut.length);
      if (isPlain) await takeBack(file, size + written, size + (whole && cut.length + length));
      throw new LinesLeftError(lines.slice(whole), error);
    }
  } catch (error) {
    throw error instanceof LinesLeftError ? error : new LinesLeftError(lines, error);
  } finally {
    await file?.close();
  }
}

/** A crash may have left part of a line, which has to be ended: the next stands alone. */
async function endsInLine(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}

/** How many of the lines lie within so many bytes, and what they take. */
function wholeLines(lines: readonly string[], bytes: number) {
  let whole = 0;
  let length = 0;
  for (const line of lines) {
    const next = length + Buffer.byteLength(line);
    if (next > bytes) break;
    length = next;
    whole += 1;
  }
  return { whole, length };
}

/** Only from the end of a file that nobody else has appended to in between. */
async function takeBack(file: FileHandle, from: number, to: number): Promise<void> {
  if ((await file.stat()).size === from) await file.truncate(to);
}
