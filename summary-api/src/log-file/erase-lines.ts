import { createReadStream, createWriteStream } from "node:fs";
import { realpath, rename, rm, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

/** Only for the owner, as plates are personal data. */
const MODE = 0o600;

/**
 * Rewrites a file without some of its lines. They are written to a second file that then replaces the first, so that a
 * crash leaves one of the two complete.
 * @returns the number of removed lines
 */
export async function eraseLines(
  named: string,
  isErased: (line: string) => boolean,
): Promise<number> {
  const path = await fileBehind(named);
  if (path === undefined) return 0;
  let erased = 0;
  for await (const line of linesOf(path)) if (isErased(line)) erased += 1;
  if (erased === 0) return 0; // needs no space, so it works on a full disk
  const rewritten = `${path}.rewritten`;
  try {
    await pipeline(keptOf(path, isErased), createWriteStream(rewritten, { mode: MODE }));
    await rename(rewritten, path);
    return erased;
  } finally {
    await rm(rewritten, { force: true });
  }
}

async function* keptOf(path: string, isErased: (line: string) => boolean) {
  for await (const line of linesOf(path)) if (!isErased(line)) yield `${line}\r\n`;
}

/** Splits at \n only: ids may contain U+2028, which readline takes for the end of a line. */
async function* linesOf(path: string): AsyncGenerator<string, void> {
  let rest = "";
  for await (const chunk of createReadStream(path, "utf8") as AsyncIterable<string>) {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}

/**
 * The target of a link: otherwise the link would be replaced, and the file with the plates would remain.
 * @returns `undefined` when there is no file, or it is no regular one, such as a pipe
 */
async function fileBehind(path: string): Promise<string | undefined> {
  try {
    return (await stat(path)).isFile() ? await realpath(path) : undefined;
  } catch {
    return undefined;
  }
}
