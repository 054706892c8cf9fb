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

  /**
   * Resolves once the sink has answered for all of them: whoever parks an event for one that was
   * refused must not lose the others.
   * @returns those that the sink refused
   */
  async postAll(summaries: readonly StaySummary[]): Promise<readonly SummaryRefusedError[]> {
    if (summaries.length === 0) return [];
    const receptions = await Promise.all(summaries.map((summary) => this.batcher.add(summary)));
    return summaries.flatMap((summary, index) => {
      const reception = receptions[index] as Reception;
      return reception === "accepted" ? [] : [new SummaryRefusedError(summary, reception)];
    });
  }
}
