import { Clock } from "@boomgate/platform/clock";
import type { StaySummary } from "@boomgate/contracts";
import type { TraceContext } from "@boomgate/platform/tracing";
import { inject, injectable } from "tsyringe";
import type { PlateKey } from "../domain/plate-history.js";
import { type News, NO_NEWS } from "../domain/news.js";
import type { Read } from "../domain/read.js";
import { FromTheFutureError, IdConflictError, TooLateError } from "./errors.js";
import type { Commit, Processed } from "./event-processor.js";
import { PlateHistories } from "./plate-histories.js";
import { SummaryPoster } from "./summary-poster.js";

/** How far an event may be stamped ahead of this process's clock, in ms. */
export const MaxAheadMs = Symbol("MaxAheadMs");

/** What both kinds of event share: into the history of the plate, then its announcements out. */
@injectable()
export class ReadRecorder {
  constructor(
    @inject(PlateHistories) private readonly histories: PlateHistories,
    @inject(SummaryPoster) private readonly summaries: SummaryPoster,
    @inject(Clock) private readonly clock: Clock,
    @inject(MaxAheadMs) private readonly maxAheadMs: number,
  ) {}

  /** @throws {FromTheFutureError | IdConflictError | TooLateError | SummaryRefusedError} */
  async record(key: PlateKey, read: Read, trace?: TraceContext): Promise<Processed> {
    const aheadMs = read.atMs - this.clock.now();
    if (aheadMs > this.maxAheadMs) throw new FromTheFutureError(aheadMs);
    let unsaid: readonly News[] = NO_NEWS;
    for (;;) {
      const { result, announcements, news, term } = await this.histories.record(key, read, trace);
      if (result === "id_conflict") throw new IdConflictError(read.id);
      if (announcements.length === 0 && result !== "too_late") {
        return { outcome: result, commits: NO_NEWS };
      }
      // The message is acked only after this. A crash in between brings the event back, and recording
      // it again announces the same revisions, which the sink knows already.
      const { refusals, isOutdated } = await this.summaries.postAll(announcements, term, trace);
      // As after a crash: it comes again, to a store that was rebuilt.
      if (isOutdated) {
        if (news.length > 0) unsaid = news;
        continue;
      }
      const isRepeat = result === "repeated" || result === "too_late";
      // A repeat announces stays of other events, too; those were parked for their refusal before.
      const refusal = isRepeat ? refusals.find(({ stay }) => isOf(read, stay)) : refusals[0];
      if (refusal) throw refusal;
      if (result === "too_late") throw new TooLateError(read.id);
      if (!isRepeat) return { outcome: result, commits: news };
      return { outcome: result, commits: unsaid.length > 0 ? unsaid : ownOf(read, announcements) };
    }
  }
}

/** A stay belongs to its exit: of a plate's stays, only that of the exit itself is told for it again. */
function ownOf(read: Read, announcements: readonly StaySummary[]): readonly Commit[] {
  const own = announcements.find((stay) => read.kind === "exit" && stay.exitEventId === read.id);
  return own ? [{ change: "repeated" }] : NO_NEWS;
}

const isOf = ({ kind, id }: Read, stay: StaySummary): boolean =>
  kind === "exit" ? stay.exitEventId === id : stay.status === "closed" && stay.entryEventId === id;
