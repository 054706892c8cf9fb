import type { StaySummary } from "@boomgate/contracts";
import { NaturalBatcher } from "@boomgate/platform/batching";
import { inject, injectable } from "tsyringe";
import type { Hold } from "@boomgate/platform/hold";
import { type Reception, SummarySink } from "../ports/summary-sink.js";
import { SummaryRefusedError } from "./errors.js";

export const SinkHold = Symbol("SinkHold");

const SUMMARIES_PER_POST = 200;
const POSTS_UNDER_WAY = 2;

/** Brings stays to the sink, many in one request, and waits while the sink is away. */
@injectable()
export class SummaryPoster {
  private readonly batcher: NaturalBatcher<StaySummary, Reception>;

  constructor(@inject(SummarySink) sink: SummarySink, @inject(SinkHold) hold: Hold) {
    this.batcher = new NaturalBatcher((batch) => hold.until(() => sink.post(batch)), {
      maxBatch: SUMMARIES_PER_POST,
      concurrency: POSTS_UNDER_WAY,
    });
  }

  /** Resolves once the sink has stored it. @throws {SummaryRefusedError} */
  async post(summary: StaySummary): Promise<void> {
    const reception = await this.batcher.add(summary);
    if (reception !== "accepted") throw new SummaryRefusedError(summary.stayId, reception);
  }

  async postAll(summaries: readonly StaySummary[]): Promise<void> {
    if (summaries.length === 0) return;
    await Promise.all(summaries.map((summary) => this.post(summary)));
  }
}
