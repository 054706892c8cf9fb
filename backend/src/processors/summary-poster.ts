import type { StaySummary } from "@boomgate/contracts";
import { NaturalBatcher } from "@boomgate/pipeline/batching";
import { Clock } from "@boomgate/platform/clock";
import type { Hold } from "@boomgate/pipeline/hold";
import type { TraceContext } from "@boomgate/platform/tracing";
import { inject, injectable } from "tsyringe";
import { PlateHistoryStore } from "../ports/plate-history-store.js";
import { type Reception, SummarySink } from "../ports/summary-sink.js";
import { SummaryRefusedError } from "./errors.js";
import { type LoadedFrom, POSTED_UNCHECKED_MS } from "./loaded-from.js";

export const SinkHold = Symbol("SinkHold");

const SUMMARIES_PER_POST = 200;
/** With fewer, stays wait at a light load for the POSTs of others; the sink commits them together anyway. */
const POSTS_UNDER_WAY = 4;

export interface Posted {
  readonly refusals: readonly SummaryRefusedError[];
  /** The store was lost since these stays were concluded: none of them was posted. */
  readonly isOutdated: boolean;
}

/** The name of the store's epoch, as last seen and as the store says now. */
type StoreEpochs = Pick<PlateHistoryStore, "epoch" | "currentEpoch">;

/** The summaries of one event: posted together, or not at all. */
interface Waiting {
  readonly summaries: readonly StaySummary[];
  readonly loadedFrom: LoadedFrom;
  readonly trace: TraceContext | undefined;
}

const OUTDATED: Posted = { refusals: [], isOutdated: true };

/** Brings stays to the sink, many in one request, and waits while the sink is away. */
@injectable()
export class SummaryPoster {
  private readonly batcher: NaturalBatcher<Waiting, Posted>;

  constructor(
    @inject(SummarySink) private readonly sink: SummarySink,
    @inject(PlateHistoryStore) private readonly store: StoreEpochs,
    @inject(Clock) private readonly clock: Clock,
    @inject(SinkHold) hold: Hold,
  ) {
    this.batcher = new NaturalBatcher((batch) => hold.until(() => this.post(batch)), {
      maxBatch: SUMMARIES_PER_POST,
      sizeOf: ({ summaries }) => summaries.length,
      concurrency: POSTS_UNDER_WAY,
    });
  }

  /**
   * Resolves once the sink has answered for all of them: whoever parks an event for one that was
   * refused must not lose the others.
   */
  async postAll(
    summaries: readonly StaySummary[],
    loadedFrom: LoadedFrom,
    trace?: TraceContext,
  ): Promise<Posted> {
    if (summaries.length === 0) return { refusals: [], isOutdated: false };
    return this.batcher.add({ summaries, loadedFrom, trace });
  }

  private async post(batch: readonly Waiting[]): Promise<readonly Posted[]> {
    const isValid = await this.checkEpoch(batch);
    const receptions = await this.postValid(batch.filter(({ loadedFrom }) => isValid(loadedFrom)));
    let next = 0;
    return batch.map(({ summaries, loadedFrom }) => {
      if (!isValid(loadedFrom)) return OUTDATED;
      const refusals: SummaryRefusedError[] = [];
      for (const summary of summaries) {
        const reception = receptions[next++] as Reception;
        if (reception !== "accepted") refusals.push(new SummaryRefusedError(summary, reception));
      }
      return { refusals, isOutdated: false };
    });
  }

  private async postValid(valid: readonly Waiting[]): Promise<readonly Reception[]> {
    const summaries = valid.flatMap((waiting) => waiting.summaries);
    if (summaries.length === 0) return [];
    const traces = valid.flatMap(({ summaries: { length }, trace }) =>
      length === 1 ? trace : Array.from({ length }, () => trace),
    );
    return this.sink.post(summaries, traces);
  }

  /**
   * Asks the store only when a summary waited for long: behind posts that failed, or while the sink was away.
   * @returns whether the store that something was loaded from is still the same
   */
  private async checkEpoch(batch: readonly Waiting[]): Promise<(from: LoadedFrom) => boolean> {
    const oldestMs = this.clock.now() - POSTED_UNCHECKED_MS;
    const { epoch } = this.store;
    const isFresh = (from: LoadedFrom) => from.epoch === epoch && from.sinceMs >= oldestMs;
    if (batch.every(({ loadedFrom }) => isFresh(loadedFrom))) return () => true;
    const current = await this.store.currentEpoch();
    return (from) => from.epoch === current;
  }
}
