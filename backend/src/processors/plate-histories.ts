import type { StaySummary } from "@boomgate/contracts";
import { NaturalBatcher } from "@boomgate/platform/batching";
import { inject, injectable } from "tsyringe";
import { type News, NO_NEWS } from "../domain/news.js";
import { type ExpiryRules, keepForMs } from "../domain/keep-for.js";
import type { TraceContext } from "@boomgate/platform/tracing";
import type { PlateKey } from "../domain/plate-history.js";
import type { Read } from "../domain/read.js";
import { forget, type HistoryBounds } from "../domain/forget.js";
import type { PairingRules } from "../domain/pairing.js";
import { type ReadResult, type Recorded, record } from "../domain/record.js";
import { addTo, emptyTally, type Tally } from "../domain/tally.js";
import type { Hold } from "@boomgate/platform/hold";
import { Clock } from "@boomgate/platform/clock";
import { PlateHistoryStore, type VersionedHistory } from "../ports/plate-history-store.js";
import { type Arrival, groupByPlate, type PlateGroup } from "./plate-group.js";
import { SummaryPoster } from "./summary-poster.js";
import type { Term } from "./term.js";

export type HistoryRules = PairingRules & HistoryBounds & ExpiryRules;
export const HistoryRules = Symbol("HistoryRules");
export const StoreHold = Symbol("StoreHold");

export interface HistoriesObserver {
  /** A read came, which may have come before. */
  read(key: PlateKey, kind: Read["kind"]): void;
  /** After each save: what it moved between accounts. */
  moved(tally: Tally): void;
  /** Histories that somebody else changed between load and save. */
  conflicts(count: number): void;
  batch(plates: number): void;
}
export const HistoriesObserver = Symbol("HistoriesObserver");

export interface RecordedRead {
  readonly result: ReadResult;
  /** To be accepted by the sink before the event is acked. */
  readonly announcements: readonly StaySummary[];
  /** What of them this read was the first to bring about. */
  readonly news: readonly News[];
  /** What they were concluded from. */
  readonly term: Term;
}

const PLATES_PER_BATCH = 500;

/** Records reads in the histories of their plates: load, fold, save; again where others were faster. */
@injectable()
export class PlateHistories {
  private readonly batcher: NaturalBatcher<Arrival, RecordedRead>;

  constructor(
    @inject(PlateHistoryStore) private readonly store: PlateHistoryStore,
    @inject(SummaryPoster) private readonly summaries: SummaryPoster,
    @inject(HistoryRules) private readonly rules: HistoryRules,
    @inject(Clock) private readonly clock: Clock,
    @inject(StoreHold) private readonly hold: Hold,
    @inject(HistoriesObserver) private readonly observer: HistoriesObserver,
  ) {
    this.batcher = new NaturalBatcher((arrivals) => this.recordBatch(arrivals), {
      maxBatch: PLATES_PER_BATCH,
    });
  }

  record(key: PlateKey, read: Read, trace?: TraceContext): Promise<RecordedRead> {
    this.observer.read(key, read.kind);
    return this.batcher.add({ key, read, trace });
  }

  private async recordBatch(arrivals: readonly Arrival[]): Promise<RecordedRead[]> {
    const results: (RecordedRead | Promise<RecordedRead>)[] = [];
    let groups = groupByPlate(arrivals);
    this.observer.batch(groups.length);
    const example = arrivals.find(({ trace }) => trace?.isSampled)?.trace;
    while (groups.length > 0) groups = await this.recordGroups(groups, results, example);
    // Promises among the results are awaited by whoever asked, not by the next batch.
    return results as RecordedRead[];
  }

  /** @returns the groups whose history somebody else changed in between */
  private async recordGroups(
    groups: readonly PlateGroup[],
    results: (RecordedRead | Promise<RecordedRead>)[],
    example: TraceContext | undefined,
  ): Promise<PlateGroup[]> {
    const term = this.term();
    const loaded = await this.load(groups, example);
    const nowMs = this.clock.now();
    const works = groups.map((group, index) => {
      const before = loaded[index] as VersionedHistory;
      const recorded = record(group.key, before.history, group.reads, this.rules, nowMs);
      return { group, before, recorded, isChanged: recorded.history !== before.history };
    });
    const toSave = works.filter(({ isChanged }) => isChanged);
    // Also without changes, when there is something to tell: what it follows from may not get lost unnoticed.
    const isTold = works.some(({ recorded }) => recorded.announcements.length > 0);
    const saved = toSave.length > 0 || isTold ? await this.save(toSave, example) : [];
    const conflicts: PlateGroup[] = [];
    const moved = emptyTally();
    for (const [index, work] of toSave.entries()) {
      if (saved[index] === true) addTo(moved, work.recorded.moved);
      else conflicts.push(work.group);
    }
    this.observer.moved(moved);
    if (conflicts.length > 0) this.observer.conflicts(conflicts.length);
    for (const { group, recorded } of works) {
      if (conflicts.includes(group)) continue;
      giveResults(group, recorded, term, this.forgetting(group.key, recorded), results);
    }
    return conflicts;
  }

  /**
   * Forgets what is beyond the bounds, once the sink has the stays that go. Beside the batch, so that a
   * sink which is away keeps no other plate waiting; the events of this plate wait, which bounds it.
   */
  private forgetting(key: PlateKey, { history }: Recorded): Promise<void> | undefined {
    return forget(key, history, this.rules) && this.forget(key);
  }

  private async forget(key: PlateKey): Promise<void> {
    const term = this.term();
    // What is stored, not what was computed here: others may have added to it.
    const { history, version } = (await this.load([{ key }]))[0] as VersionedHistory;
    const forgotten = forget(key, history, this.rules);
    if (!forgotten) return;
    await this.save([]);
    // A refused one was parked with the event that announced it first; the plate has to go on.
    const { isOutdated } = await this.summaries.postAll(forgotten.farewells, term);
    if (isOutdated) return;
    // Not saved: somebody has just recorded more, and forgets after that.
    await this.save([{ group: { key }, before: { history, version }, recorded: forgotten }]);
  }

  private term(): Term {
    return { epoch: this.store.epoch, sinceMs: this.clock.now() };
  }

  private load(
    groups: readonly Pick<PlateGroup, "key">[],
    example?: TraceContext,
  ): Promise<readonly VersionedHistory[]> {
    return this.hold.until(() =>
      this.store.load(
        groups.map(({ key }) => key),
        example,
      ),
    );
  }

  private async save(
    works: readonly {
      readonly group: Pick<PlateGroup, "key">;
      readonly before: VersionedHistory;
      readonly recorded: Pick<Recorded, "history">;
    }[],
    example?: TraceContext,
  ): Promise<readonly boolean[]> {
    const changes = works.map(({ group, before, recorded }) => ({
      key: group.key,
      expected: before.version,
      next: recorded.history,
      keepForMs: keepForMs(recorded.history, this.rules),
    }));
    return this.hold.until(() => this.store.save(changes, example));
  }
}

/** @param after - what each of them waits for, besides being recorded */
function giveResults(
  group: PlateGroup,
  { results, announcements, news: all }: Recorded,
  term: Term,
  after: Promise<void> | undefined,
  into: (RecordedRead | Promise<RecordedRead>)[],
): void {
  for (const [position, index] of group.indexes.entries()) {
    const news = all.length === 0 ? NO_NEWS : all.filter(({ by }) => by === position);
    const recorded = { result: results[position] as ReadResult, announcements, news, term };
    into[index] = after === undefined ? recorded : waitFor(after, recorded);
  }
}

function waitFor(after: Promise<void>, recorded: RecordedRead): Promise<RecordedRead> {
  const waiting = after.then(() => recorded);
  // Whoever asked handles it; nobody else should trip over it before.
  waiting.catch(() => {});
  return waiting;
}
