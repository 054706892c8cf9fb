import type { StaySummary } from "@boomgate/contracts";
import type { TraceContext } from "@boomgate/platform/tracing";
import { inject, injectable } from "tsyringe";
import { stayIdOfRead } from "../domain/announce.js";
import { MAX_READS } from "../domain/insert-read.js";
import { type News, NO_NEWS } from "../domain/news.js";
import type { PlateKey } from "../domain/plate-history.js";
import type { Read } from "../domain/read.js";
import { FromTheFutureError, TooLateError, TooManyReadsError } from "./errors.js";
import type { Commit, Outcome, Processed } from "./event-processor.js";
import { HistoryRules, PlateHistories, type RecordedRead } from "./plate-histories.js";
import { SummaryPoster } from "./summary-poster.js";

/** What both kinds of event share: into the history of the plate, then its announcements out. */
@injectable()
export class ReadRecorder {
  constructor(
    @inject(PlateHistories) private readonly histories: PlateHistories,
    @inject(SummaryPoster) private readonly summaries: SummaryPoster,
    @inject(HistoryRules) private readonly rules: HistoryRules,
  ) {}

  /** @throws {RecoverableError} of processors/errors.ts: what becomes of an event that is not accepted */
  async record(key: PlateKey, read: Read, trace?: TraceContext): Promise<Processed> {
    let unsaid: readonly News[] = NO_NEWS;
    for (;;) {
      const recorded = await this.histories.record(key, read, trace);
      const { announcements, news, term, unposted } = recorded;
      const outcome = this.outcomeOf(read, recorded);
      if (announcements.length === 0) return { outcome, commits: NO_NEWS };
      // The message is acked only after this. A crash in between brings the event back, and recording
      // it again announces the same revisions, which the sink knows already.
      const { refusals, isOutdated } = await this.summaries.postAll(announcements, term, trace);
      // As after a crash: it comes again, to a store that was rebuilt.
      if (isOutdated) {
        if (news.length > 0) unsaid = news;
        continue;
      }
      // Refused ones as well: nothing more will become of them than that their event is parked.
      if (unposted) await this.histories.posted(unposted);
      // A repeat announces stays of other events, too; those were parked for their refusal before.
      const isRepeat = outcome === "repeated";
      const refusal = isRepeat ? refusals.find(({ stay }) => isOf(key, read, stay)) : refusals[0];
      if (refusal) throw refusal;
      if (!isRepeat) return { outcome, commits: news };
      return { outcome, commits: unsaid.length > 0 ? unsaid : ownOf(key, read, announcements) };
    }
  }

  /** @throws when the read was not accepted; the others of its plate take care of what they announced */
  private outcomeOf(read: Read, { result, floorMs }: RecordedRead): Outcome {
    if (result === "too_late") throw new TooLateError(read.id, floorMs);
    if (result === "too_many") throw new TooManyReadsError(MAX_READS);
    if (result === "from_the_future") throw new FromTheFutureError(this.rules.maxAheadMs);
    return result;
  }
}

/** A stay belongs to its exit: of a plate's stays, only that of the exit itself counts again for its copy. */
function ownOf(
  key: PlateKey,
  read: Read,
  announcements: readonly StaySummary[],
): readonly Commit[] {
  const isOwn = read.kind === "exit" && announcements.some((stay) => isOf(key, read, stay));
  return isOwn ? [{ change: "repeated" }] : NO_NEWS;
}

function isOf(key: PlateKey, read: Read, stay: StaySummary): boolean {
  if (read.kind === "exit") return stay.stayId === stayIdOfRead(key, read);
  if (stay.status === "void") return false;
  return stay.entryEventId === read.id && stay.enteredAt.getTime() === read.atMs;
}
