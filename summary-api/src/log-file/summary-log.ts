import { formatDuration } from "@boomgate/contracts";
import type { Logger } from "@boomgate/platform/telemetry";
import { isDiskFull } from "../disk/disk-full.js";
import type { DiskSpace } from "../disk/disk-space.js";
import type { Saved } from "../intake/intake.js";
import { csvLine } from "../export/csv.js";
import { appendLines, type LinesLeftError } from "./append-lines.js";
import { eraseLines } from "./erase-lines.js";

/** Lines that wait for the disk; what comes beyond is left out, and the log says so. */
const MAX_WAITING = 100_000;
/** A disk that was full is tried again so often, also when no line comes. */
const AGAIN_MS = 1_000;

/**
 * A file with one line for each committed revision: plate, entry, exit, duration, status, stay id,
 * revision, id of the exit event, exit plate. A later line of the same stay replaces the earlier. For people
 * who want just a file: the record is the database, and a crash may cost the last lines. While the disk is full,
 * lines wait for space.
 */
export class SummaryLog {
  private waiting: string[] = [];
  private work: Promise<void> = Promise.resolve();
  private isScheduled = false;
  private lost = 0;
  private again: NodeJS.Timeout | undefined;

  constructor(
    private readonly path: string,
    private readonly log: Pick<Logger, "warn">,
    private readonly disk: Pick<DiskSpace, "watch">,
  ) {}

  /** Returns at once; the lines are written in their order. */
  append(saved: readonly Saved[]): void {
    const room = Math.max(0, MAX_WAITING - this.waiting.length);
    this.lost += Math.max(0, saved.length - room);
    for (const one of saved.slice(0, room)) this.waiting.push(lineOf(one));
    this.schedule();
  }

  /** Resolves when all lines are written, or cannot be. */
  async close(): Promise<void> {
    clearTimeout(this.again);
    this.schedule();
    await this.work;
    clearTimeout(this.again);
    const lost = this.waiting.length;
    if (lost > 0) this.log.warn({ lost }, "the summary log had no space for the last lines");
  }

  /**
   * @param plates - one plate in all forms in which lines may carry it
   * @returns how many lines told of it
   * @throws ENOSPC when there is no space for the file without them
   */
  erase(...plates: readonly string[]): Promise<number> {
    const tells = (line: string) => plates.some((plate) => tellsOf(line, plate));
    return this.inTurn(async () => {
      const kept = this.waiting.filter((line) => !tells(line));
      const unwritten = this.waiting.length - kept.length;
      this.waiting = kept;
      return unwritten + (await eraseLines(this.path, tells));
    });
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    void this.inTurn(() => this.flush());
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
    if (lines.length === 0) return;
    this.waiting = [];
    this.lost = 0;
    if (lost > 0) this.log.warn({ lost }, "the summary log was too slow for some lines");
    try {
      await this.disk.watch("summary_log", () => appendLines(this.path, lines));
    } catch (error) {
      const { left, cause } = error as LinesLeftError;
      if (isDiskFull(cause)) this.keepForLater(left);
      else this.log.warn({ err: cause, lost: left.length }, "summary log could not be written");
    }
  }

  private keepForLater(left: readonly string[]): void {
    this.waiting = [...left, ...this.waiting];
    clearTimeout(this.again);
    this.again = setTimeout(() => this.schedule(), AGAIN_MS).unref();
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
  line.startsWith(`${plate},`) || line.trimEnd().endsWith(`,${plate}`);
