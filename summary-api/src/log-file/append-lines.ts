import { type FileHandle, open, stat } from "node:fs/promises";

/** Only for the owner, as plates are personal data. */
const MODE = 0o600;
const END = "\r\n";

/** Some lines could not be written; the lines before them were. */
export class LinesLeftError extends Error {
  /** @param left - the lines that are not completely in the file */
  constructor(
    readonly left: readonly string[],
    cause: unknown,
  ) {
    super("lines could not be appended", { cause });
    this.name = "LinesLeftError";
  }
}

/**
 * Appends lines with their ends. A line that was cut off by a full disk is removed again. The file is opened for each
 * call, so that it may be rotated without notice.
 * @throws {LinesLeftError}
 */
export async function appendLines(path: string, lines: readonly string[]): Promise<void> {
  let file: FileHandle | undefined;
  let written = 0;
  try {
    // Write only: opened for reading as well, a pipe would not wait for a reader.
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

/** Ends a line that a crash has cut off, so that the next line begins on its own. */
async function endsInLine(file: FileHandle, size: number): Promise<boolean> {
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}

/** The number of complete lines within so many bytes, and their bytes. */
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

/** Removes bytes from the end, unless another program has appended in between. */
async function takeBack(file: FileHandle, from: number, to: number): Promise<void> {
  if ((await file.stat()).size === from) await file.truncate(to);
}
