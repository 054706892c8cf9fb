import { formatDuration } from "@boomgate/contracts";
import type { Logger } from "@boomgate/platform/telemetry";
import { isDiskFull } from "../disk/disk-full.js";
import type { DiskSpace } from "../disk/disk-space.js";
import type { Saved } from "../intake/intake.js";
import { csvLine } from "../export/csv.js";
import { appendLines, type LinesLeftError } from "./append-lines.js";
import { eraseLines } from "./erase-lines.js";

/** Lines that wait for the disk at most; further lines are dropped, with a warning in the log. */
const MAX_WAITING = 100_000;
/** Pause before a full disk is tried again, also without new lines. */
const AGAIN_MS = 1_000;

/**
 * A file with one line for each committed revision: plate, entry, exit, duration, status, stay id,
 * revision, id of the exit event, exit plate. A later line of the same stay replaces the earlier one. The file is a
 * convenience: the database is what counts, and a crash may lose the last lines. While the disk is full, lines wait.
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

  /** Returns at once; lines are written in the order of the calls. */
  append(saved: readonly Saved[]): void {
    const room = Math.max(0, MAX_WAITING - this.waiting.length);
    this.lost += Math.max(0, saved.length - room);
    for (const one of saved.slice(0, room)) this.waiting.push(lineOf(one));
    this.schedule();
  }

  /** Resolves when all lines are written or have failed. */
  async close(): Promise<void> {
    clearTimeout(this.again);
    this.schedule();
    await this.work;
    clearTimeout(this.again);
    const lost = this.waiting.length;
    if (lost > 0) this.log.warn({ lost }, "summary log lost lines, as the disk was full");
  }

  /**
   * @param plates - all forms of one plate
   * @returns the number of erased lines
   * @throws ENOSPC when there is no space for the rewritten file
   */
  erase(...plates: readonly string[]): Promise<number> {
    const isErased = (line: string) => plates.some((plate) => namesPlate(line, plate));
    return this.inTurn(async () => {
      const kept = this.waiting.filter((line) => !isErased(line));
      const unwritten = this.waiting.length - kept.length;
      this.waiting = kept;
      return unwritten + (await eraseLines(this.path, isErased));
    });
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    void this.inTurn(() => this.flush());
  }

  /** Runs jobs one after the other, so that nothing is appended to a file that is being rewritten. */
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
    if (lost > 0) this.log.warn({ lost }, "summary log lost lines, as the disk was too slow");
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

/** The plate is the first cell, the exit plate the last; neither is ever quoted. */
const namesPlate = (line: string, plate: string): boolean =>
  line.startsWith(`${plate},`) || line.trimEnd().endsWith(`,${plate}`);
