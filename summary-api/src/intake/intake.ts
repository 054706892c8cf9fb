import type { StaySummary } from "@boomgate/contracts";
import { NaturalBatcher } from "@boomgate/pipeline/batching";
import { RecoverableError } from "@boomgate/platform/errors";
import { type TraceContext, Tracer, wallMs } from "@boomgate/platform/tracing";
import { chunksOf } from "@boomgate/platform/lists";
import type { KeptPlate } from "../plates/kept-plate.js";
import type { SaveOutcome, SummaryStore } from "../store/stays/summary-store.js";
import type { SinkMetrics } from "../telemetry/sink-metrics.js";

/** Held by the sender: too many summaries wait for the database. */
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

interface IntakeOptions {
  readonly store: Pick<SummaryStore, "save">;
  readonly metrics: SinkMetrics;
  /** Summaries in one commit at most. */
  readonly commitBatch: number;
  /** Transactions at the same time; the store gives the result of running them one after the other. */
  readonly commitsAtOnce: number;
  /** No request is accepted while this many summaries wait for their commit. */
  readonly limit: number;
  /** Turns a plate into the form in which it is stored. */
  readonly keptPlate?: KeptPlate | undefined;
  /** Called after each commit, with the stays it changed; must not throw. */
  readonly onCommit: (saved: readonly Saved[]) => void;
  /** Default: a tracer that exports nothing. */
  readonly tracer?: Tracer;
}

/** The stays of one request, or some of them. */
interface Part {
  readonly stays: readonly StaySummary[];
  readonly trace: TraceContext | undefined;
}

/** Commits the stays of concurrent requests together, one transaction per batch. */
export class Intake {
  private readonly batcher: NaturalBatcher<Part, readonly SaveOutcome[]>;
  private readonly tracer: Tracer;
  private pending = 0;
  private committing = 0;
  private committedAt: Date | undefined;

  constructor(private readonly options: IntakeOptions) {
    this.tracer = options.tracer ?? new Tracer({ service: "summary-api" });
    this.batcher = new NaturalBatcher((requests) => this.commitAll(requests), {
      maxBatch: options.commitBatch,
      sizeOf: ({ stays }) => stays.length,
      concurrency: options.commitsAtOnce,
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
   * Resolves after the commit, with outcomes in the order of `summaries`.
   * @param trace - of the request
   * @throws {IntakeFullError} at once, when too many summaries wait already
   * @throws {DependencyUnavailableError} when the database does not answer; to be sent again
   */
  async accept(
    summaries: readonly StaySummary[],
    trace?: TraceContext,
  ): Promise<readonly SaveOutcome[]> {
    // A request is accepted as a whole, whatever its size, or a large array might never get its turn beside small
    // requests. So one request more than the limit may be waiting.
    if (this.pending >= this.options.limit) throw new IntakeFullError();
    const { keptPlate } = this.options;
    const stays = keptPlate ? summaries.map((stay) => asKept(stay, keptPlate)) : summaries;
    this.pending += stays.length;
    // Waits for all batches, also after one has failed: the others still count as pending.
    const parts = partsOf(stays, this.options.commitBatch);
    const settled = await Promise.allSettled(
      parts.map((part) => this.batcher.add({ stays: part, trace })),
    );
    this.pending -= stays.length;
    return settled.flatMap((one) => {
      if (one.status === "rejected") throw one.reason;
      return one.value;
    });
  }

  private async commitAll(parts: readonly Part[]): Promise<readonly (readonly SaveOutcome[])[]> {
    const outcomes = await this.commit(parts);
    let end = 0;
    return parts.map(({ stays }) => outcomes.slice(end, (end += stays.length)));
  }

  private async commit(parts: readonly Part[]): Promise<readonly SaveOutcome[]> {
    const stays = parts.flatMap((part) => part.stays);
    const { metrics, store, onCommit } = this.options;
    const startedMs = performance.now();
    let error: string | undefined = "NOT_COMMITTED";
    metrics.openBatches.set((this.committing += 1));
    try {
      const outcomes = await store.save(stays);
      this.committedAt = new Date();
      metrics.commitRows.observe(stays.length);
      error = undefined;
      onCommit(savedOf(stays, outcomes));
      return outcomes;
    } finally {
      metrics.openBatches.set((this.committing -= 1));
      const seconds = (performance.now() - startedMs) / 1_000;
      const example = parts.find(({ trace }) => trace?.isSampled)?.trace;
      metrics.commitSeconds.observe({}, seconds, example);
      for (const { trace } of parts) this.exportCommit(trace, startedMs, stays.length, error);
    }
  }

  /** Exports the commit as a span in the trace of each request that shares it. */
  private exportCommit(
    request: TraceContext | undefined,
    startedMs: number,
    rows: number,
    error: string | undefined,
  ): void {
    if (request === undefined || !this.tracer.willExport(request)) return;
    this.tracer.export({
      name: "commit",
      kind: "internal",
      trace: this.tracer.childOf(request),
      startMs: wallMs(startedMs),
      endMs: wallMs(),
      attributes: { "parking.commit.rows": rows },
      error,
    });
  }
}

/** Splits a request only when it is larger than a commit may be. */
const partsOf = (
  stays: readonly StaySummary[],
  size: number,
): readonly (readonly StaySummary[])[] =>
  stays.length <= size ? [stays] : [...chunksOf(stays, size)];

function asKept(stay: StaySummary, keptPlate: KeptPlate): StaySummary {
  const plate = keptPlate(stay.plate);
  const exitPlate = stay.exitPlate === stay.plate ? plate : keptPlate(stay.exitPlate);
  return { ...stay, plate, exitPlate };
}

/** The stays that changed something. */
function savedOf(
  stays: readonly StaySummary[],
  outcomes: readonly SaveOutcome[],
): readonly Saved[] {
  const saved: Saved[] = [];
  for (const [index, stay] of stays.entries()) {
    const outcome = outcomes[index];
    if (outcome === "new" || outcome === "revised") saved.push({ stay, outcome });
  }
  return saved;
}
