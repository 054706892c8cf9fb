import type { StaySummary } from "@boomgate/contracts";
import { NaturalBatcher } from "@boomgate/pipeline/batching";
import type { Hold } from "@boomgate/pipeline/hold";
import type { TraceContext } from "@boomgate/platform/tracing";
import { inject, injectable } from "tsyringe";
import type { HorizonRules } from "../domain/lifetime.js";
import { type NewRevision, NO_REVISIONS } from "../domain/announce.js";
import type { PairingRules } from "../domain/pairing.js";
import type { PlateKey } from "../domain/plate-history.js";
import { isSameRead, type Read } from "../domain/read.js";
import { type ReadResult, type AppliedReads, applyReads } from "../domain/apply-reads.js";
import { addCounts, zeroCounts, type ReadCounts } from "../domain/read-counts.js";
import { Clock } from "@boomgate/platform/clock";
import {
  type Loaded,
  PlateHistoryStore,
  type PostedStays,
  type SaveResult,
  type StoredHistory,
} from "../ports/plate-history-store.js";
import { HistoryUnreadableError } from "./errors.js";
import {
  type PlateRead,
  groupByPlate,
  type PlateGroup,
  type ReadEventFields,
} from "./plate-group.js";
import { changeOf } from "./history-change.js";
import type { LoadedFrom } from "./loaded-from.js";
import { OutcomePublisher, outcomesOf } from "./outcome-publisher.js";

export type HistoryRules = PairingRules & HorizonRules;
export const HistoryRules = Symbol("HistoryRules");
export const StoreHold = Symbol("StoreHold");

export interface HistoriesObserver {
  /** A read came; it may be a repeat. */
  read(key: PlateKey, kind: Read["kind"]): void;
  /** After each save: how many reads of each fate there are more or fewer than before. */
  moved(counts: ReadCounts): void;
  /** Reads whose id was used before by another read of the plate. */
  idsReused(count: number): void;
  /** Histories that another replica changed between load and save. */
  conflicts(count: number): void;
  batch(plates: number): void;
}
export const HistoriesObserver = Symbol("HistoriesObserver");

export interface AddedRead {
  readonly result: ReadResult;
  /** To be accepted by the sink before the event is acked. */
  readonly announcements: readonly StaySummary[];
  /** Those of the announcements that this read made. */
  readonly revisions: readonly NewRevision[];
  /** What the announcements were concluded from. */
  readonly loadedFrom: LoadedFrom;
  /** To be marked as posted once the sink has answered for all announcements. */
  readonly toMark: PostedStays | undefined;
  /** What the store may have forgotten lies at or before it, ms since 1970. */
  readonly floorMs: number;
  /** Resolves once the ledger has the outcomes of the batch; to be awaited before the event is acked. */
  readonly published: Promise<void>;
}

const PUBLISHED = Promise.resolve();

type Results = (AddedRead | Error)[];

/** The reads of a plate, applied to what the store has of it, and not saved yet. */
interface AppliedGroup {
  readonly group: PlateGroup;
  readonly before: StoredHistory;
  readonly applied: AppliedReads;
}

const READS_PER_BATCH = 500;

/** Adds reads to the histories of their plates: load, apply, save; again where another replica was faster. */
@injectable()
export class PlateHistories {
  private readonly batcher: NaturalBatcher<PlateRead, AddedRead | Error>;

  constructor(
    @inject(PlateHistoryStore) private readonly store: PlateHistoryStore,
    @inject(HistoryRules) private readonly rules: HistoryRules,
    @inject(Clock) private readonly clock: Clock,
    @inject(StoreHold) private readonly hold: Hold,
    @inject(HistoriesObserver) private readonly observer: HistoriesObserver,
    @inject(OutcomePublisher) private readonly outcomes: OutcomePublisher,
  ) {
    this.batcher = new NaturalBatcher((reads) => this.addBatch(reads), {
      maxBatch: READS_PER_BATCH,
    });
  }

  /** @throws {HistoryUnreadableError} */
  async add(event: ReadEventFields, read: Read, trace?: TraceContext): Promise<AddedRead> {
    this.observer.read(event, read.kind);
    const added = await this.batcher.add({ event, read, trace });
    if (added instanceof Error) throw added;
    return added;
  }

  private async addBatch(reads: readonly PlateRead[]): Promise<Results> {
    const results: Results = [];
    let groups = groupByPlate(reads);
    this.observer.batch(groups.length);
    const example = reads.find(({ trace }) => trace?.isSampled)?.trace;
    while (groups.length > 0) groups = await this.addGroups(groups, results, example);
    return results;
  }

  /** @returns the groups whose history or floor has changed between load and save */
  private async addGroups(
    groups: readonly PlateGroup[],
    results: Results,
    example: TraceContext | undefined,
  ): Promise<PlateGroup[]> {
    const loadedFrom = { epoch: this.store.epoch, sinceMs: this.clock.now() };
    const keys = groups.map(({ key }) => key);
    const loaded = await this.hold.until(() => this.store.load(keys, example));
    const allApplied = this.applyGroups(groups, loaded, results);
    const toSave = allApplied.filter(({ before, applied }) => applied.history !== before.history);
    // The store is also called without changes, when something is posted or acked because of what was loaded: a
    // loss of that has to be noticed, and the save that made it may never have been answered.
    const isReliedOn = allApplied.some(
      ({ applied }) => applied.announcements.length > 0 || applied.results.includes("repeated"),
    );
    const saved = toSave.length > 0 || isReliedOn ? await this.save(toSave, example) : [];
    const again: PlateGroup[] = [];
    const moved = zeroCounts();
    const done: DoneGroup[] = [];
    let next = 0;
    for (const one of allApplied) {
      const { group, before, applied } = one;
      const isToSave = toSave[next] === one; // they are in the same order
      const version = isToSave ? (saved[next++] as SaveResult) : before.version;
      if (version === "unreadable") {
        giveError(group, new HistoryUnreadableError(group.key, "it is no text"), results);
        continue;
      }
      if (typeof version !== "number") {
        again.push(group);
        continue;
      }
      if (isToSave) this.observeSave(applied, moved);
      done.push({ one, version });
    }
    const published = this.publish(done);
    const batch = { loadedFrom, floorMs: loaded.floorMs, published };
    for (const one of done) giveResults(one, this.isAwaited(one.one), batch, results);
    this.observer.moved(moved);
    if (again.length > 0) this.observer.conflicts(again.length);
    return again;
  }

  /** An error of one plate goes to the reads of that plate alone. */
  private applyGroups(
    groups: readonly PlateGroup[],
    loaded: Loaded,
    results: Results,
  ): AppliedGroup[] {
    return groups.flatMap((group, index) => {
      try {
        const before = loaded.histories[index] as Loaded["histories"][number];
        if ("unreadable" in before) throw new HistoryUnreadableError(group.key, before.unreadable);
        const applied = applyReads(group.key, before, group.reads, this.rules, loaded);
        return [{ group, before, applied }];
      } catch (error) {
        giveError(group, error as Error, results);
        return [];
      }
    });
  }

  /**
   * Whether the store must not forget the group until its announcements and outcomes have arrived: it has a stay that
   * the sink does not know, or another read of the plate has another fate, whose own message was acked long ago.
   */
  private isAwaited({ group, applied }: AppliedGroup): boolean {
    if (applied.isChanged || !this.outcomes.isOn || applied.inserted.length === 0) {
      return applied.isChanged;
    }
    return applied.fates().some(({ read }) => !group.reads.some((one) => isSameRead(one, read)));
  }

  /** One message for all plates of the batch, on its way while their stays are posted. */
  private publish(done: readonly DoneGroup[]): Promise<void> {
    if (!this.outcomes.isOn) return PUBLISHED;
    const published = this.outcomes.publish(
      done.flatMap(({ one: { group, applied }, version }) =>
        outcomesOf(group.key, applied.fates(), version, group, applied.announcements),
      ),
    );
    // Whoever acks awaits it; an event that is not accepted does not.
    published.catch(() => undefined);
    return published;
  }

  private observeSave(
    { moved, reusedIds }: AppliedReads,
    all: ReturnType<typeof zeroCounts>,
  ): void {
    addCounts(all, moved);
    if (reusedIds > 0) this.observer.idsReused(reusedIds);
  }

  private save(
    toSave: readonly AppliedGroup[],
    example: TraceContext | undefined,
  ): Promise<readonly SaveResult[]> {
    const changes = toSave.map((one) => changeOf(one, this.rules, this.isAwaited(one)));
    return this.hold.until(() => this.store.save(changes, example));
  }
}

/** An applied group that is saved, or of which nothing had to be. */
interface DoneGroup {
  readonly one: AppliedGroup;
  readonly version: number;
}

function giveError(group: PlateGroup, error: Error, into: Results): void {
  for (const index of group.indexes) into[index] = error;
}

function giveResults(
  { one: { group, before, applied }, version }: DoneGroup,
  isAwaited: boolean,
  { loadedFrom, floorMs, published }: Pick<AddedRead, "loadedFrom" | "floorMs" | "published">,
  into: Results,
): void {
  const { results, announcements, revisions: all } = applied;
  // A copy then announces all stays of the plate, also those of earlier saves.
  const andEarlier = before.isUnposted && results.includes("repeated");
  const toMark = isAwaited || andEarlier ? { key: group.key, version, andEarlier } : undefined;
  for (const [position, index] of group.indexes.entries()) {
    const revisions = all.length === 0 ? NO_REVISIONS : all.filter(({ by }) => by === position);
    const result = results[position] as ReadResult;
    into[index] = { result, announcements, revisions, loadedFrom, toMark, floorMs, published };
  }
}
