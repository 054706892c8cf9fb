import { createReadStream, createWriteStream } from "node:fs";
import { realpath, rename, rm, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

/** Plates are personal data. */
const MODE = 0o600;

/**
 * Rewrites a file without some of its lines, through a second file, so that a crash leaves one or the other whole.
 * @returns how many lines it lost
 */
export async function eraseLines(named: string, tells: (line: string) => boolean): Promise<number> {
  const path = await fileBehind(named);
  if (path === undefined) return 0;
  let erased = 0;
  for await (const line of linesOf(path)) if (tells(line)) erased += 1;
  if (erased === 0) return 0; // also on a disk that is full
  const rewritten = `${path}.rewritten`;
  try {
    await pipeline(keptOf(path, tells), createWriteStream(rewritten, { mode: MODE }));
    await rename(rewritten, path);
    return erased;
  } finally {
    await rm(rewritten, { force: true });
  }
}

async function* keptOf(path: string, tells: (line: string) => boolean) {
  for await (const line of linesOf(path)) if (!tells(line)) yield `${line}\r\n`;
}

/** Ids may hold what others take for the end of a line, as readline does of U+2028. */
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
 * The file a link leads to, as the link alone would be replaced, and the plates stay.
 * @returns `undefined` when there is none, or it keeps nothing, as a pipe
 */
async function fileBehind(path: string): Promise<string | undefined> {
  try {
    return (await stat(path)).isFile() ? await realpath(path) : undefined;
  } catch {
    return undefined;
  }
}
