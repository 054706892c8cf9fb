import { createReadStream, createWriteStream } from "node:fs";
import { appendFile, realpath, rename, rm, stat } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { once } from "node:events";
import { formatDuration } from "@boomgate/contracts";
import type { Logger } from "@boomgate/platform/telemetry";
import type { Saved } from "../intake/intake.js";
import { csvLine } from "../export/csv.js";

/** Lines that wait for the disk; what comes beyond is left out, and the log says so. */
const MAX_WAITING = 100_000;
/** Plates are personal data. */
const MODE = 0o600;

/**
 * A file with one line for each committed revision: plate, entry, exit, duration, status, stay id,
 * revision, id of the exit event, exit plate. A later line of the same stay replaces the earlier. For people
 * who want just a file: the record is the database, and a crash may cost the last lines.
 */
export class SummaryLog {
  private waiting: string[] = [];
  private work: Promise<void> = Promise.resolve();
  private isScheduled = false;
  private lost = 0;

  constructor(
    private readonly path: string,
    private readonly log: Pick<Logger, "warn">,
  ) {}

  /** Returns at once; the lines are written in their order. */
  append(saved: readonly Saved[]): void {
    const room = MAX_WAITING - this.waiting.length;
    this.lost += Math.max(0, saved.length - room);
    for (const one of saved.slice(0, room)) this.waiting.push(lineOf(one));
    if (this.isScheduled) return;
    this.isScheduled = true;
    void this.inTurn(() => this.flush());
  }

  /** Resolves when all lines are written. */
  async close(): Promise<void> {
    await this.work;
  }

  /**
   * @param plates - one plate in all forms in which lines may carry it
   * @returns how many lines told of it
   */
  erase(...plates: readonly string[]): Promise<number> {
    return this.inTurn(() => eraseFrom(this.path, plates));
  }

  /** One after the other: nothing is appended to a file that is being rewritten. */
  private inTurn<T>(step: () => Promise<T>): Promise<T> {
    const turn = this.work.then(step);
    this.work = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }

  private async flush(): Promise<void> {
    this.isScheduled = false;
    const { waiting: lines, lost } = this;
    this.waiting = [];
    this.lost = 0;
    try {
      // Opened anew each time, so that whoever rotates the file need not tell us.
      await appendFile(this.path, lines.join(""), { mode: MODE });
      if (lost > 0) this.log.warn({ lost }, "the summary log was too slow for some lines");
    } catch (error) {
      this.log.warn({ err: error, lost: lost + lines.length }, "summary log could not be written");
    }
  }
}

function lineOf({ stay }: Saved): string {
  const closed = stay.status === "closed" ? stay : undefined;
  return csvLine([
    stay.plate,
    closed?.enteredAt.toISOString(),
    stay.exitedAt.toISOString(),
    closed && formatDuration(Math.round(closed.durationSeconds * 1_000)),
    stay.status,
    stay.stayId,
    stay.revision,
    stay.exitEventId,
    stay.exitPlate,
  ]);
}

/** Its first cell or its last: neither is ever quoted. */
const tellsOf = (line: string, plate: string): boolean =>
  line.startsWith(`${plate},`) || line.endsWith(`,${plate}`);

/** Through a second file, so that a crash leaves one or the other whole. */
async function eraseFrom(named: string, plates: readonly string[]): Promise<number> {
  const path = await fileBehind(named);
  if (path === undefined) return 0;
  const rewritten = `${path}.rewritten`;
  const output = createWriteStream(rewritten, { mode: MODE });
  let erased = 0;
  try {
    for await (const line of linesOf(path)) {
      if (plates.some((plate) => tellsOf(line, plate))) erased += 1;
      else if (!output.write(`${line}\r\n`)) await once(output, "drain");
    }
    output.end();
    await finished(output);
    if (erased > 0) await rename(rewritten, path);
    return erased;
  } finally {
    output.destroy();
    await rm(rewritten, { force: true });
  }
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
