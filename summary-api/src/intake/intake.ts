import type { StaySummary } from "@boomgate/contracts";
import { NaturalBatcher } from "@boomgate/platform/batching";
import { RecoverableError } from "@boomgate/platform/errors";
import type { SaveOutcome, SummaryStore } from "../store/summary-store.js";
import type { SinkMetrics } from "./sink-metrics.js";

/** Held by the sender: there is more in hand than the database takes just now. */
export class IntakeFullError extends RecoverableError {
  readonly code = "INTAKE_FULL";
  readonly recovery = "hold";

  constructor() {
    super("too many summaries wait for their commit");
    this.name = "IntakeFullError";
  }
}

export interface Saved {
  readonly stay: StaySummary;
  readonly outcome: SaveOutcome;
}

export interface IntakeOptions {
  readonly store: SummaryStore;
  readonly metrics: SinkMetrics;
  /** Summaries in one commit at most. */
  readonly commitBatch: number;
  /** Summaries accepted and not yet committed at most. */
  readonly limit: number;
  /** Called after each commit, with what it changed; must not throw. */
  readonly onCommit: (saved: readonly Saved[]) => void;
}

/** Commits what concurrent requests bring together, one transaction per batch, in their order. */
export class Intake {
  private readonly batcher: NaturalBatcher<StaySummary, SaveOutcome>;
  private pending = 0;
  private committing = 0;
  private committedAt: Date | undefined;

  constructor(private readonly options: IntakeOptions) {
    this.batcher = new NaturalBatcher((stays) => this.commit(stays), {
      maxBatch: options.commitBatch,
    });
  }

  /** Batches that are being committed. */
  get openBatches(): number {
    return this.committing;
  }

  get lastCommitAt(): Date | undefined {
    return this.committedAt;
  }

  /**
   * Resolves after the commit, outcomes in the order of `stays`.
   * @throws {IntakeFullError} at once, when too much waits already
   * @throws {DependencyUnavailableError} when the database does not answer; send them again
   */
  async accept(stays: readonly StaySummary[]): Promise<readonly SaveOutcome[]> {
    if (this.pending + stays.length > this.options.limit) throw new IntakeFullError();
    this.pending += stays.length;
    try {
      return await Promise.all(stays.map((stay) => this.batcher.add(stay)));
    } finally {
      this.pending -= stays.length;
    }
  }

  private async commit(stays: readonly StaySummary[]): Promise<readonly SaveOutcome[]> {
    const { metrics, store, onCommit } = this.options;
    const stop = metrics.commitSeconds.startTimer();
    metrics.openBatches.set((this.committing += 1));
    try {
      const outcomes = await store.save(stays);
      this.committedAt = new Date();
      metrics.commitRows.observe(stays.length);
      onCommit(stays.flatMap((stay, index) => savedOf(stay, outcomes[index])));
      return outcomes;
    } finally {
      metrics.openBatches.set((this.committing -= 1));
      stop();
    }
  }
}

const savedOf = (stay: StaySummary, outcome: SaveOutcome | undefined): Saved[] =>
  outcome === undefined || outcome === "known" ? [] : [{ stay, outcome }];
