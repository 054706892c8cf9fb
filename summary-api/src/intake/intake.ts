import type { StaySummary } from "@boomgate/contracts";
import { NaturalBatcher } from "@boomgate/pipeline/batching";
import { RecoverableError } from "@boomgate/platform/errors";
import { type TraceContext, Tracer, wallMs } from "@boomgate/platform/tracing";
import { chunksOf } from "@boomgate/platform/lists";
import type { KeptPlate } from "../plates/kept-plate.js";
import type { SaveOutcome, SummaryStore } from "../store/stays/summary-store.js";
import type { SinkMetrics } from "../telemetry/sink-metrics.js";

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
  readonly store: Pick<SummaryStore, "save">;
  readonly metrics: SinkMetrics;
  /** Summaries in one commit at most. */
  readonly commitBatch: number;
  /** Transactions at the same time; the store sees to it that they end as one after the other. */
  readonly commitsAtOnce: number;
  /** No request is accepted while this many summaries wait for their commit. */
  readonly limit: number;
  /** The form in which a plate is kept. */
  readonly keptPlate?: KeptPlate | undefined;
  /** Called after each commit, with what it changed; must not throw. */
  readonly onCommit: (saved: readonly Saved[]) => void;
  /** One that tells nobody when left out. */
  readonly tracer?: Tracer;
}

/** What one request brings, or a part of it. */
interface Part {
  readonly stays: readonly StaySummary[];
  readonly trace: TraceContext | undefined;
}

/** Commits what concurrent requests bring together, one transaction per batch. */
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
   * Resolves after the commit, outcomes in the order of `summaries`.
   * @param trace - of the request that brings them
   * @throws {IntakeFullError} at once, when too much waits already
   * @throws {DependencyUnavailableError} when the database does not answer; send them again
   */
  async accept(
    summaries: readonly StaySummary[],
    trace?: TraceContext,
  ): Promise<readonly SaveOutcome[]> {
    // Taken whole or not at all, whatever its size: else a full array would wait for ever behind
    // small requests. One request more than the limit may so be in hand.
    if (this.pending >= this.options.limit) throw new IntakeFullError();
    const { keptPlate } = this.options;
    const stays = keptPlate ? summaries.map((stay) => asKept(stay, keptPlate)) : summaries;
    this.pending += stays.length;
    // All have to settle: one batch that failed says nothing about those that still wait.
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
      for (const { trace } of parts) this.tellCommit(trace, startedMs, stays.length, error);
    }
  }

  /** Requests that share a commit have it in each of their traces. */
  private tellCommit(
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

/** A request is one piece of work, not a thousand, unless it is larger than a commit may be. */
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

/** Those that changed something. */
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
