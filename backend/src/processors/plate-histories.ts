import type { StaySummary } from "@boomgate/contracts";
import { NaturalBatcher } from "@boomgate/pipeline/batching";
import type { Hold } from "@boomgate/pipeline/hold";
import type { TraceContext } from "@boomgate/platform/tracing";
import { inject, injectable } from "tsyringe";
import { type HorizonRules, mattersUntilMs, openUntilMs } from "../domain/lifetime.js";
import { type News, NO_NEWS } from "../domain/news.js";
import type { PairingRules } from "../domain/pairing.js";
import type { PlateKey } from "../domain/plate-history.js";
import type { Read } from "../domain/read.js";
import { type ReadResult, type Recorded, record } from "../domain/record.js";
import { addTo, emptyTally, type Tally } from "../domain/tally.js";
import { Clock } from "@boomgate/platform/clock";
import {
  type HistoryChange,
  type Loaded,
  PlateHistoryStore,
  type PostedStays,
  type SaveResult,
  type StoredHistory,
} from "../ports/plate-history-store.js";
import { HistoryUnreadableError } from "./errors.js";
import { type Arrival, groupByPlate, type PlateGroup } from "./plate-group.js";
import type { Term } from "./term.js";

export type HistoryRules = PairingRules & HorizonRules;
export const HistoryRules = Symbol("HistoryRules");
export const StoreHold = Symbol("StoreHold");

export interface HistoriesObserver {
  /** A read came, which may have come before. */
  read(key: PlateKey, kind: Read["kind"]): void;
  /** After each save: what it moved between accounts. */
  moved(tally: Tally): void;
  /** Reads whose id was used before by another read of the plate. */
  idsReused(count: number): void;
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
  /** To be given to `posted` once the sink has answered for all announcements. */
  readonly unposted: PostedStays | undefined;
  /** What the store may have forgotten lies at or before it, ms since 1970. */
  readonly floorMs: number;
}

type Results = (RecordedRead | Error)[];

interface Work {
  readonly group: PlateGroup;
  readonly before: StoredHistory;
  readonly recorded: Recorded;
}

const PLATES_PER_BATCH = 500;

/** Records reads in the histories of their plates: load, fold, save; again where others were faster. */
@injectable()
export class PlateHistories {
  private readonly batcher: NaturalBatcher<Arrival, RecordedRead | Error>;
  private readonly postedBatcher: NaturalBatcher<PostedStays, void>;

  constructor(
    @inject(PlateHistoryStore) private readonly store: PlateHistoryStore,
    @inject(HistoryRules) private readonly rules: HistoryRules,
    @inject(Clock) private readonly clock: Clock,
    @inject(StoreHold) private readonly hold: Hold,
    @inject(HistoriesObserver) private readonly observer: HistoriesObserver,
  ) {
    const maxBatch = PLATES_PER_BATCH;
    this.batcher = new NaturalBatcher((arrivals) => this.recordBatch(arrivals), { maxBatch });
    this.postedBatcher = new NaturalBatcher((posted) => this.forgetLater(posted), { maxBatch });
  }

  /** @throws {HistoryUnreadableError} */
  async record(key: PlateKey, read: Read, trace?: TraceContext): Promise<RecordedRead> {
    this.observer.read(key, read.kind);
    const recorded = await this.batcher.add({ key, read, trace });
    if (recorded instanceof Error) throw recorded;
    return recorded;
  }

  /** The sink has answered for these: the store may forget the plate when its time has come. */
  async posted(stays: PostedStays): Promise<void> {
    await this.postedBatcher.add(stays);
  }

  private async forgetLater(posted: readonly PostedStays[]): Promise<readonly void[]> {
    await this.hold.until(() => this.store.posted(posted));
    return posted.map(() => undefined);
  }

  private async recordBatch(arrivals: readonly Arrival[]): Promise<Results> {
    const results: Results = [];
    let groups = groupByPlate(arrivals);
    this.observer.batch(groups.length);
    const example = arrivals.find(({ trace }) => trace?.isSampled)?.trace;
    while (groups.length > 0) groups = await this.recordGroups(groups, results, example);
    return results;
  }

  /** @returns the groups whose history or floor has changed in between */
  private async recordGroups(
    groups: readonly PlateGroup[],
    results: Results,
    example: TraceContext | undefined,
  ): Promise<PlateGroup[]> {
    const term = { epoch: this.store.epoch, sinceMs: this.clock.now() };
    const keys = groups.map(({ key }) => key);
    const loaded = await this.hold.until(() => this.store.load(keys, example));
    const works = this.worksOf(groups, loaded, results);
    const toSave = works.filter(({ before, recorded }) => recorded.history !== before.history);
    // Also without changes, when something is posted or acked because of what was loaded: that may not get lost
    // unnoticed, and the save that made it may never have been answered.
    const isReliedOn = works.some(
      ({ recorded }) => recorded.announcements.length > 0 || recorded.results.includes("repeated"),
    );
    const saved = toSave.length > 0 || isReliedOn ? await this.save(toSave, example) : [];
    const savedAs = new Map(toSave.map((work, index) => [work, saved[index] as SaveResult]));
    const again: PlateGroup[] = [];
    const moved = emptyTally();
    for (const work of works) {
      const version = savedAs.get(work) ?? work.before.version;
      if (version === "unreadable") {
        giveError(work.group, new HistoryUnreadableError(work.group.key, "it is no text"), results);
        continue;
      }
      if (typeof version !== "number") {
        again.push(work.group);
        continue;
      }
      if (savedAs.has(work)) this.observeSave(work.recorded, moved);
      giveResults(work, { term, version, floorMs: loaded.floorMs }, results);
    }
    this.observer.moved(moved);
    if (again.length > 0) this.observer.conflicts(again.length);
    return again;
  }

  /** What fails for one plate fails for that one alone. */
  private worksOf(groups: readonly PlateGroup[], loaded: Loaded, results: Results): Work[] {
    return groups.flatMap((group, index) => {
      try {
        const before = loaded.histories[index] as Loaded["histories"][number];
        if ("unreadable" in before) throw new HistoryUnreadableError(group.key, before.unreadable);
        const recorded = record(group.key, before, group.reads, this.rules, loaded);
        return [{ group, before, recorded }];
      } catch (error) {
        giveError(group, error as Error, results);
        return [];
      }
    });
  }

  private observeSave({ moved, reusedIds }: Recorded, all: ReturnType<typeof emptyTally>): void {
    addTo(all, moved);
    if (reusedIds > 0) this.observer.idsReused(reusedIds);
  }

  private save(
    works: readonly Work[],
    example: TraceContext | undefined,
  ): Promise<readonly SaveResult[]> {
    const changes = works.map((work) => changeOf(work, this.rules));
    return this.hold.until(() => this.store.save(changes, example));
  }
}

/** What is saved, and how long it matters. */
export function changeOf(
  {
    group,
    before,
    recorded,
  }: {
    readonly group: Pick<PlateGroup, "key">;
    readonly before: Pick<StoredHistory, "version">;
    readonly recorded: Pick<Recorded, "history" | "inserted" | "open" | "isChanged">;
  },
  rules: HistoryRules,
): HistoryChange {
  const { history: next, inserted, open, isChanged } = recorded;
  let oldest = inserted[0];
  let newest = inserted[0];
  for (const read of inserted) {
    if (oldest && read.atMs < oldest.atMs) oldest = read;
    if (newest && read.atMs > newest.atMs) newest = read;
  }
  return {
    key: group.key,
    expected: before.version,
    next,
    oldestNewMs: oldest?.atMs,
    mattersUntilMs: newest && mattersUntilMs(newest, rules),
    openUntilMs: open && openUntilMs(open, rules),
    isUnposted: isChanged,
  };
}

function giveError(group: PlateGroup, error: Error, into: Results): void {
  for (const index of group.indexes) into[index] = error;
}

function giveResults(
  { group, before, recorded }: Work,
  at: { readonly term: Term; readonly version: number; readonly floorMs: number },
  into: Results,
): void {
  const { results, announcements, news: all, isChanged } = recorded;
  const { term, version, floorMs } = at;
  // Then a copy announces all stays of the plate, so those of earlier saves as well.
  const andEarlier = before.isUnposted && results.includes("repeated");
  const isAwaited = isChanged || andEarlier;
  const unposted = isAwaited ? { key: group.key, version, andEarlier } : undefined;
  for (const [position, index] of group.indexes.entries()) {
    const news = all.length === 0 ? NO_NEWS : all.filter(({ by }) => by === position);
    const result = results[position] as ReadResult;
    into[index] = { result, announcements, news, term, unposted, floorMs };
  }
}
