import type { StaySummary } from "@boomgate/contracts";
import { NaturalBatcher } from "@boomgate/platform/batching";
import { inject, injectable } from "tsyringe";
import { type ExpiryRules, keepForMs } from "../domain/keep-for.js";
import type { PlateKey } from "../domain/plate-history.js";
import type { Read } from "../domain/read.js";
import { type ReadResult, type Recorded, record, type RecordRules } from "../domain/record.js";
import type { Tally } from "../domain/tally.js";
import type { Hold } from "@boomgate/platform/hold";
import { Clock } from "@boomgate/platform/clock";
import { PlateHistoryStore, type VersionedHistory } from "../ports/plate-history-store.js";
import { SummaryRefusedError } from "./errors.js";
import { groupByPlate, type PlateGroup } from "./plate-group.js";
import { SummaryPoster } from "./summary-poster.js";

export type HistoryRules = RecordRules & ExpiryRules;
export const HistoryRules = Symbol("HistoryRules");
export const StoreHold = Symbol("StoreHold");

export interface HistoriesObserver {
  /** After each save: what it moved between accounts. */
  moved(tally: Tally): void;
  /** Histories that somebody else changed between load and save. */
  conflicts(count: number): void;
  batch(plates: number): void;
}
export const HistoriesObserver = Symbol("HistoriesObserver");

export interface Arrival {
  readonly key: PlateKey;
  readonly read: Read;
}

export interface RecordedRead {
  readonly result: ReadResult;
  /** To be accepted by the sink before the event is acked. */
  readonly announcements: readonly StaySummary[];
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

  record(key: PlateKey, read: Read): Promise<RecordedRead> {
    return this.batcher.add({ key, read });
  }

  private async recordBatch(arrivals: readonly Arrival[]): Promise<RecordedRead[]> {
    const results: (RecordedRead | Promise<RecordedRead>)[] = [];
    let groups = groupByPlate(arrivals);
    this.observer.batch(groups.length);
    while (groups.length > 0) groups = await this.recordGroups(groups, results);
    // Promises among the results are awaited by whoever asked, not by the next batch.
    return results as RecordedRead[];
  }

  /** @returns the groups whose history somebody else changed in between */
  private async recordGroups(
    groups: readonly PlateGroup[],
    results: (RecordedRead | Promise<RecordedRead>)[],
  ): Promise<PlateGroup[]> {
    const loaded = await this.load(groups);
    const nowMs = this.clock.now();
    const works = groups.map((group, index) => {
      const before = loaded[index] as VersionedHistory;
      const recorded = record(group.key, before.history, group.reads, this.rules, nowMs);
      return { group, before, recorded, isChanged: recorded.history !== before.history };
    });
    const toSave = works.filter(({ isChanged, recorded }) => isChanged && !mustWait(recorded));
    const saved = await this.save(toSave);
    const conflicts: PlateGroup[] = [];
    for (const [index, work] of toSave.entries()) {
      if (saved[index] === true) this.observer.moved(work.recorded.moved);
      else conflicts.push(work.group);
    }
    if (conflicts.length > 0) this.observer.conflicts(conflicts.length);
    for (const { group, recorded, isChanged } of works) {
      if (conflicts.includes(group)) continue;
      if (isChanged && mustWait(recorded)) this.recordAfterFarewells(group, recorded, results);
      else giveResults(group, recorded, results);
    }
    return conflicts;
  }

  /**
   * A history that forgets an announced stay is saved only after the sink has that stay. Beside the
   * batch, so that a sink which is away does not keep other plates waiting.
   */
  private recordAfterFarewells(
    group: PlateGroup,
    recorded: Recorded,
    results: (RecordedRead | Promise<RecordedRead>)[],
  ): void {
    const own: (RecordedRead | Promise<RecordedRead>)[] = [];
    const done = this.saveAfterFarewells(group, recorded, own);
    for (const index of group.indexes) {
      results[index] = done.then(() => own[index] as RecordedRead);
      // Whoever asked handles it; nobody else should trip over it before.
      results[index].catch(() => {});
    }
  }

  private async saveAfterFarewells(
    group: PlateGroup,
    recorded: Recorded,
    results: (RecordedRead | Promise<RecordedRead>)[],
  ): Promise<void> {
    await this.sayFarewell(recorded.farewells);
    for (;;) {
      const [before] = await this.load([group]);
      const { history, version } = before as VersionedHistory;
      const again = record(group.key, history, group.reads, this.rules, this.clock.now());
      const isNew = again.farewells.some(
        ({ stayId, revision }) =>
          !recorded.farewells.some(
            (known) => known.stayId === stayId && known.revision === revision,
          ),
      );
      if (isNew) return this.saveAfterFarewells(group, again, results);
      const [saved] = await this.save([{ group, before: { history, version }, recorded: again }]);
      if (saved === true) {
        this.observer.moved(again.moved);
        giveResults(group, again, results);
        return;
      }
      this.observer.conflicts(1);
    }
  }

  private async sayFarewell(stays: readonly StaySummary[]): Promise<void> {
    try {
      await this.summaries.postAll(stays);
    } catch (error) {
      // Whichever event announced it first was parked for that; the plate has to go on.
      if (!(error instanceof SummaryRefusedError)) throw error;
    }
  }

  private load(groups: readonly PlateGroup[]): Promise<readonly VersionedHistory[]> {
    return this.hold.until(() => this.store.load(groups.map(({ key }) => key)));
  }

  private async save(
    works: readonly {
      readonly group: PlateGroup;
      readonly before: VersionedHistory;
      readonly recorded: Recorded;
    }[],
  ): Promise<readonly boolean[]> {
    if (works.length === 0) return [];
    const changes = works.map(({ group, before, recorded }) => ({
      key: group.key,
      expected: before.version,
      next: recorded.history,
      keepForMs: keepForMs(recorded.history, this.rules),
    }));
    return this.hold.until(() => this.store.save(changes));
  }
}

const mustWait = ({ farewells }: Recorded) => farewells.length > 0;

function giveResults(
  group: PlateGroup,
  { results, announcements }: Recorded,
  into: (RecordedRead | Promise<RecordedRead>)[],
): void {
  for (const [position, index] of group.indexes.entries()) {
    into[index] = { result: results[position] as ReadResult, announcements };
  }
}
