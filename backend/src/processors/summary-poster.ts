import type { StaySummary } from "@boomgate/contracts";
import { NaturalBatcher } from "@boomgate/pipeline/batching";
import { Clock } from "@boomgate/platform/clock";
import type { Hold } from "@boomgate/pipeline/hold";
import type { TraceContext } from "@boomgate/platform/tracing";
import { inject, injectable } from "tsyringe";
import { PlateHistoryStore } from "../ports/plate-history-store.js";
import { type Reception, SummarySink } from "../ports/summary-sink.js";
import { SummaryRefusedError } from "./errors.js";
import { type Term, TERM_MS } from "./term.js";

export const SinkHold = Symbol("SinkHold");

const SUMMARIES_PER_POST = 200;
/** With fewer, stays at a light load wait for each other's POSTs; the sink commits them together anyway. */
const POSTS_UNDER_WAY = 4;

export interface Posted {
  readonly refusals: readonly SummaryRefusedError[];
  /** The store was lost since they were concluded: at least one of them was not told any more. */
  readonly isOutdated: boolean;
}

/** How the store is called, and whether it still is. */
type StoreEpochs = Pick<PlateHistoryStore, "epoch" | "currentEpoch">;

/** The summaries of one event: told together, or not at all. */
interface Waiting {
  readonly summaries: readonly StaySummary[];
  readonly term: Term;
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
    term: Term,
    trace?: TraceContext,
  ): Promise<Posted> {
    if (summaries.length === 0) return { refusals: [], isOutdated: false };
    return this.batcher.add({ summaries, term, trace });
  }

  private async post(batch: readonly Waiting[]): Promise<readonly Posted[]> {
    const isTrue = await this.judge(batch);
    const receptions = await this.tell(batch.filter(({ term }) => isTrue(term)));
    let next = 0;
    return batch.map(({ summaries, term }) => {
      if (!isTrue(term)) return OUTDATED;
      const refusals: SummaryRefusedError[] = [];
      for (const summary of summaries) {
        const reception = receptions[next++] as Reception;
        if (reception !== "accepted") refusals.push(new SummaryRefusedError(summary, reception));
      }
      return { refusals, isOutdated: false };
    });
  }

  private async tell(told: readonly Waiting[]): Promise<readonly Reception[]> {
    const summaries = told.flatMap((waiting) => waiting.summaries);
    if (summaries.length === 0) return [];
    const traces = told.flatMap(({ summaries: { length }, trace }) =>
      length === 1 ? trace : Array.from({ length }, () => trace),
    );
    return this.sink.post(summaries, traces);
  }

  /** Asks the store only when something waited for long: it was posted in vain, or held for the sink. */
  private async judge(batch: readonly Waiting[]): Promise<(term: Term) => boolean> {
    const oldestMs = this.clock.now() - TERM_MS;
    const { epoch } = this.store;
    const isFresh = (term: Term) => term.epoch === epoch && term.sinceMs >= oldestMs;
    if (batch.every(({ term }) => isFresh(term))) return () => true;
    const current = await this.store.currentEpoch();
    return (term) => term.epoch === current;
  }
}
