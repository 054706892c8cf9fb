import type { EntryEvent, ExitEvent, StaySummary } from "@boomgate/contracts";
import type { TraceContext } from "@boomgate/platform/tracing";
import { inject, injectable } from "tsyringe";
import { type NewRevision, NO_REVISIONS, stayIdOfRead } from "../domain/announce.js";
import { MAX_READS } from "../domain/insert-read.js";
import type { PlateKey } from "../domain/plate-history.js";
import type { Read } from "../domain/read.js";
import { FromTheFutureError, TooLateError, TooManyReadsError } from "./errors.js";
import { type AddedRead, HistoryRules, PlateHistories } from "./plate-histories.js";
import type { ReadEventFields } from "./plate-group.js";
import { PostedMarker } from "./posted-marker.js";
import type { Commit, Outcome, Processed } from "./processed.js";
import { SummaryPoster } from "./summary-poster.js";

/**
 * Handles one event at a time and knows nothing of the broker. Resolves when the event is done with, and the sink
 * has its stays; throws when it is not, with an error whose recovery decides what happens to the message.
 */
export interface EventProcessor<Event> {
  /** @param trace - of this work; nothing that is decided depends on it */
  process(event: Event, trace?: TraceContext): Promise<Processed>;
}

/** What entries and exits have in common: the read goes into the history of its plate, then its stays to the sink. */
@injectable()
export class ReadProcessor {
  constructor(
    @inject(PlateHistories) private readonly histories: PlateHistories,
    @inject(SummaryPoster) private readonly summaries: SummaryPoster,
    @inject(PostedMarker) private readonly postedMarker: PostedMarker,
    @inject(HistoryRules) private readonly rules: HistoryRules,
  ) {}

  /** @throws {RecoverableError} of processors/errors.ts when the event is not accepted */
  async process(key: ReadEventFields, read: Read, trace?: TraceContext): Promise<Processed> {
    let unposted: readonly NewRevision[] = NO_REVISIONS;
    for (;;) {
      const added = await this.histories.add(key, read, trace);
      const { announcements, revisions, loadedFrom, toMark, published } = added;
      const outcome = this.outcomeOf(read, added);
      if (announcements.length === 0) {
        await published;
        if (toMark) await this.postedMarker.mark(toMark);
        return { outcome, commits: NO_REVISIONS };
      }
      // The message is acked only after this. A crash in between brings the event back, and adding
      // the read again announces the same revisions, which the sink knows already.
      const { refusals, isOutdated } = await this.summaries.postAll(
        announcements,
        loadedFrom,
        trace,
      );
      await published;
      // As after a crash: the read is added again, to a store that was rebuilt.
      if (isOutdated) {
        if (revisions.length > 0) unposted = revisions;
        continue;
      }
      // Also when stays were refused: all that still happens for them is that their event is parked.
      if (toMark) await this.postedMarker.mark(toMark);
      // A repeat announces stays of other events, too; when one was refused, its own event was parked for it.
      const isRepeat = outcome === "repeated";
      const refusal = isRepeat ? refusals.find(({ stay }) => isOf(key, read, stay)) : refusals[0];
      if (refusal) throw refusal;
      if (!isRepeat) return { outcome, commits: revisions };
      return { outcome, commits: unposted.length > 0 ? unposted : ownOf(key, read, announcements) };
    }
  }

  /** @throws when the read was not accepted: then it announces nothing, and other reads of the batch post their stays */
  private outcomeOf(read: Read, { result, floorMs }: AddedRead): Outcome {
    if (result === "too_late") throw new TooLateError(read.id, floorMs);
    if (result === "too_many") throw new TooManyReadsError(MAX_READS);
    if (result === "from_the_future") throw new FromTheFutureError(this.rules.maxAheadMs);
    return result;
  }
}

@injectable()
export class EntryEventProcessor implements EventProcessor<EntryEvent> {
  constructor(@inject(ReadProcessor) private readonly reads: ReadProcessor) {}

  process(entry: EntryEvent, trace?: TraceContext): Promise<Processed> {
    const { id, plate, enteredAt } = entry;
    return this.reads.process(
      entry,
      { kind: "entry", id, atMs: enteredAt.getTime(), plate },
      trace,
    );
  }
}

@injectable()
export class ExitEventProcessor implements EventProcessor<ExitEvent> {
  constructor(@inject(ReadProcessor) private readonly reads: ReadProcessor) {}

  process(exit: ExitEvent, trace?: TraceContext): Promise<Processed> {
    const { id, plate, exitedAt } = exit;
    return this.reads.process(exit, { kind: "exit", id, atMs: exitedAt.getTime(), plate }, trace);
  }
}

/** A copy of an exit counts the stay of that exit as posted again, and no other stay of the plate. */
function ownOf(
  key: PlateKey,
  read: Read,
  announcements: readonly StaySummary[],
): readonly Commit[] {
  const isOwn = read.kind === "exit" && announcements.some((stay) => isOf(key, read, stay));
  return isOwn ? [{ change: "repeated" }] : NO_REVISIONS;
}

function isOf(key: PlateKey, read: Read, stay: StaySummary): boolean {
  if (read.kind === "exit") return stay.stayId === stayIdOfRead(key, read);
  if (stay.status === "void") return false;
  return stay.entryEventId === read.id && stay.enteredAt.getTime() === read.atMs;
}
