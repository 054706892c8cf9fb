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

  /**
   * Settles only when the sink has answered for all of them. A refusal is told only when that is all
   * that went wrong: whoever parks the event for it must not lose the others.
   * @throws {SummaryRefusedError}
   */
  async postAll(summaries: readonly StaySummary[]): Promise<void> {
    if (summaries.length === 0) return;
    const posts = await Promise.allSettled(summaries.map((summary) => this.post(summary)));
    const failures = posts.flatMap((post): unknown[] =>
      post.status === "rejected" ? [post.reason] : [],
    );
    if (failures.length === 0) return;
    throw failures.find((error) => !(error instanceof SummaryRefusedError)) ?? failures[0];
  }
}
